package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * A model followed over many windows, each from where the one before ended.
 *
 * <p>In a tank the corrected end of a window is the next one's start. A tube is corrected where it
 * is measured; its other nodes go on as the balances have them. A network of windows knows tanks
 * only: of a tube it knows one node.
 *
 * @param timesH from the beginning of the first window
 * @param concentrationsKmolPerM3 at those times
 * @param temperaturesK at those times
 * @param outside for each window, what of it lies outside of the model's region
 * @param end where the last window ended
 */
public record Rollout(
        double[] timesH,
        double[] concentrationsKmolPerM3,
        double[] temperaturesK,
        List<List<String>> outside,
        InitialState end) {

    /** Most windows of one roll-out. */
    public static final int MOST_WINDOWS = 10_000;

    /**
     * @param inputs of each window in turn; a profile may change within its window
     * @param windowH length of each window, above 0; of at most the region's to stay inside it
     * @param points equidistant values of each window, from 1
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a window cannot be
     *     followed
     * @throws UnsuitableRunException when a window is none that the model can be told of
     */
    public static Rollout of(
            ReactorModel model,
            InitialState start,
            List<InputProfile> inputs,
            double windowH,
            int points) {
        if (inputs.isEmpty() || inputs.size() > MOST_WINDOWS || points < 1 || !(windowH > 0)) {
            throw new IllegalArgumentException(
                    "%d windows of %s h with %d points; allowed are 1 to %d windows above 0 h with points from 1"
                            .formatted(inputs.size(), windowH, points, MOST_WINDOWS));
        }
        double[] grid = OutputScale.grid(windowH, points);
        int size = inputs.size() * points;
        double[] times = new double[size];
        double[] concentrations = new double[size];
        double[] temperatures = new double[size];
        List<List<String>> outside = new ArrayList<>();
        InitialState state = start;
        for (int window = 0; window < inputs.size(); window++) {
            Run run = new Run(state, inputs.get(window));
            outside.add(model.outside(run, grid));
            Followed followed = model.follow(run, grid);
            for (int i = 0; i < points; i++) {
                int at = window * points + i;
                times[at] = window * windowH + grid[i];
                concentrations[at] = followed.concentrationsKmolPerM3()[i];
                temperatures[at] = followed.temperaturesK()[i];
            }
            state = followed.end();
        }
        return new Rollout(times, concentrations, temperatures, List.copyOf(outside), state);
    }
}
