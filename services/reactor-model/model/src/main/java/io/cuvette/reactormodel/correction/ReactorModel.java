package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Run;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
     * Trajectories.
     *
     * @param timesH of each run, above 0 and increasing
     * @return run by run {@code [2][times]}: concentrations in kmol/m3, never below 0, and
     *     temperatures in K
     */
    List<double[][]> predict(List<Run> runs, List<double[]> timesH);

    /** What runs that were left out say of the width of bands. */
    ConformalBands bands();

    /**
     * Half widths of a band that left-out runs were too few for, {@code [2][times]} in kmol/m3 and
     * K.
     *
     * @param level chance to stay inside at each time, above 0 to below 1, as the model believes
     */
    double[][] uncalibrated(Run run, double[] timesH, double level);

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
        double[][] y = predict(List.of(run), List.of(timesH)).get(0);
        Supplier<double[][]> otherwise = () -> uncalibrated(run, timesH, level);
        Optional<double[][]> calibrated = bands().widths(level, timesH.length, otherwise);
        double[][] widths = calibrated.orElseGet(otherwise);
        return new Prediction(
                timesH.clone(),
                y[0],
                y[1],
                widths[0],
                widths[1],
                calibrated.isPresent(),
                outside(run, timesH));
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
