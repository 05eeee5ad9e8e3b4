package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /**
     * Whether runs that were left out, and measured at least as long, set the bands of a level.
     *
     * @param lastH end of the trajectory
     */
    default boolean calibrated(double level, double lastH) {
        return band(level, lastH).isPresent();
    }

    /**
     * Half widths, {@code [2]}, that runs left out set; until when is the region's if not known.
     */
    private Optional<double[]> band(double level, double lastH) {
        return bands().untilH().length == 0 && lastH > StepLines.end(declared().region().windowH())
                ? Optional.empty()
                : bands().widths(level, lastH);
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
        List<double[][]> widths = halfWidths(runs, timesH, level);
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            double[] times = timesH.get(i);
            predictions.add(
                    new Prediction(
                            times.clone(),
                            y.get(i)[0],
                            y.get(i)[1],
                            widths.get(i)[0],
                            widths.get(i)[1],
                            calibrated(level, times[times.length - 1]),
                            outside(runs.get(i), times)));
        }
        return predictions;
    }

    private List<double[][]> halfWidths(List<Run> runs, List<double[]> timesH, double level) {
        int[] open =
                IntStream.range(0, runs.size()).filter(i -> !known(level, timesH.get(i))).toArray();
        Iterator<double[][]> uncalibrated =
                open.length == 0
                        ? Collections.emptyIterator()
                        : uncalibrated(
                                        Arrays.stream(open).mapToObj(runs::get).toList(),
                                        Arrays.stream(open).mapToObj(timesH::get).toList(),
                                        level)
                                .iterator();
        // what runs stray by is the least that longer ones do, or new ones at a higher level
        double[] least = bands().widths(level, 0).orElse(bands().worst());
        List<double[][]> widths = new ArrayList<>();
        for (double[] times : timesH) {
            Optional<double[]> band = band(level, times[times.length - 1]);
            double[][] one =
                    known(level, times) ? new double[2][times.length] : uncalibrated.next();
            for (int channel = 0; channel < 2; channel++) {
                for (int t = 0; t < times.length; t++) {
                    double set = band.orElse(least)[channel];
                    boolean measured = band.isPresent() && set > 0;
                    one[channel][t] = measured ? set : Math.max(set, one[channel][t]);
                }
            }
            widths.add(one);
        }
        return widths;
    }

    /** Whether left-out runs say all about the bands of trajectories that end at a time. */
    default boolean knowsBand(double level, double lastH) {
        return bands().ofEveryChannel() && calibrated(level, lastH);
    }

    private boolean known(double level, double[] times) {
        return knowsBand(level, times[times.length - 1]);
    }

    /**
     * A run from which another can go on.
     *
     * @param timesH above 0 and increasing
     */
    Followed follow(Run run, double[] timesH);

    /** What of a run lies outside of the region; also {@code horizon} beyond its window. */
    default List<String> outside(Run run, double[] timesH) {
        return declared().outside(run, timesH);
    }
}
