package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The model of one reactor, however it was adapted to its runs. What it predicts is what is
 * measured: concentration and temperature at the declared node.
 *
 * <p>Methods that follow runs throw {@link io.cuvette.reactormodel.simulation.SimulationException}
 * when a run cannot be followed, and {@link UnsuitableRunException} when it is none that the model
 * can be told of.
 */
public interface ReactorModel {

    DeclaredReactor declared();

    /** Absent when nothing was unknown, nothing was measured or nothing asked for it. */
    Optional<Estimate> estimate();

    /** With parameters as estimated. */
    default Reactor reactor() {
        return estimate().map(Estimate::reactor).orElse(declared().nominal());
    }

    /** Standard deviations of concentration (kmol/m3) and temperature (K) over the region. */
    double[] outputDeviations();

    /**
     * Trajectories, each the same to the bit whatever others are asked for beside it.
     *
     * @param timesH of each run, above 0 and increasing
     * @return run by run {@code [2][times]}: concentrations in kmol/m3, never below 0, and
     *     temperatures in K
     */
    List<double[][]> predict(List<Run> runs, List<double[]> timesH);

    /** What runs that were left out say of the width of bands. */
    ConformalBands bands();

    /**
     * Half widths of bands that left-out runs were too few for, run by run {@code [2][times]} in
     * kmol/m3 and K.
     *
     * @param level chance to stay inside at each time, above 0 to below 1, as the model believes
     */
    List<double[][]> uncalibrated(List<Run> runs, List<double[]> timesH, double level);

    /** Whether runs that were left out set the bands of a level. */
    default boolean calibrated(double level) {
        return bands().factor(level).isPresent();
    }

    /**
     * One trajectory with bands.
     *
     * @param level chance to stay inside, above 0 to below 1
     */
    default Prediction predict(Run run, double[] timesH, double level) {
        return predict(List.of(run), List.of(timesH), level).get(0);
    }

    /**
     * Trajectories with bands. Each is the same to the bit whatever others are asked for beside it.
     *
     * @param level chance to stay inside, above 0 to below 1
     */
    default List<Prediction> predict(List<Run> runs, List<double[]> timesH, double level) {
        List<double[][]> y = predict(runs, timesH);
        boolean known = calibrated(level) && bands().ofEveryChannel();
        List<double[][]> otherwise = known ? List.of() : uncalibrated(runs, timesH, level);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            double[] times = timesH.get(i);
            int run = i;
            Optional<double[][]> calibrated =
                    bands().widths(level, times.length, () -> otherwise.get(run));
            double[][] widths = calibrated.orElseGet(() -> otherwise.get(run));
            predictions.add(
                    new Prediction(
                            times.clone(),
                            y.get(i)[0],
                            y.get(i)[1],
                            widths[0],
                            widths[1],
                            calibrated.isPresent(),
                            outside(runs.get(i), times)));
        }
        return predictions;
    }

    /**
     * A run from which another can go on.
     *
     * @param timesH above 0 and increasing
     */
    Followed follow(Run run, double[] timesH);

    /** What of a run lies outside of the region; also {@code horizon} beyond its window. */
    default List<String> outside(Run run, double[] timesH) {
        List<String> outside =
                declared()
                        .region()
                        .outside(
                                declared().nominal().type(),
                                run.start().concentrationsKmolPerM3(),
                                run.start().temperaturesK(),
                                run.inputs().values());
        if (timesH[timesH.length - 1] > declared().region().windowH() * (1 + 1e-9)) {
            outside.add("horizon");
        }
        return outside;
    }
}
