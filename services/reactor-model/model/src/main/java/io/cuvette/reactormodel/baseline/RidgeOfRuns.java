package io.cuvette.reactormodel.baseline;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The straight line from what is known of a run to what it gives: at each of ten steps of the
 * window and for each channel, a ridge regression of y - x0 on the start and the inputs' mean until
 * then, x0 being what was there at first.
 *
 * <p>Measured values stand at the steps by straight lines between the times at which they were
 * measured. A step that no run was measured up to changes by as much as the one before it.
 */
public final class RidgeOfRuns {
    private static final int STEPS = 10;
    private static final double PENALTY = 1e-3;

    /** Room for rounding where a run ends at a step. */
    private static final double REACHED = 1 - 1e-9;

    private final OperatingRegion region;
    private final MeasuredNode measured;
    private final List<List<Optional<RidgeRegression>>> byChannelAndStep;

    private RidgeOfRuns(
            OperatingRegion region,
            MeasuredNode measured,
            List<List<Optional<RidgeRegression>>> byChannelAndStep) {
        this.region = region;
        this.measured = measured;
        this.byChannelAndStep = byChannelAndStep;
    }

    /**
     * @param region whose ranges scale the inputs of the regression
     * @param measured where a tube is measured
     * @param runs may be empty, which leaves persistence
     */
    public static RidgeOfRuns fit(
            OperatingRegion region, MeasuredNode measured, List<ObservedRun> runs) {
        List<List<Optional<RidgeRegression>>> all = new ArrayList<>();
        for (int channel = 0; channel < 2; channel++) {
            List<Optional<RidgeRegression>> steps = new ArrayList<>();
            for (int step = 0; step < STEPS; step++) {
                double time = region.windowH() * (step + 1) / STEPS;
                List<double[]> x = new ArrayList<>();
                List<double[]> y = new ArrayList<>();
                for (ObservedRun run : runs) {
                    double change = change(run, measured, channel, time);
                    if (!Double.isNaN(change)) {
                        x.add(features(region, run.run(), time));
                        y.add(new double[] {change});
                    }
                }
                steps.add(
                        x.isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        RidgeRegression.fit(
                                                x.toArray(double[][]::new),
                                                y.toArray(double[][]::new),
                                                PENALTY)));
            }
            all.add(steps);
        }
        return new RidgeOfRuns(region, measured, all);
    }

    /**
     * @param timesH above 0 and increasing; after the window as at its end
     * @return {@code [2][times]}: kmol/m3, never below 0, and K
     */
    public double[][] predict(Run run, double[] timesH) {
        double[][] predicted = new double[2][timesH.length];
        for (int channel = 0; channel < 2; channel++) {
            double start = start(run, measured, channel);
            double[] changes = changes(run, channel);
            for (int t = 0; t < timesH.length; t++) {
                float[] line = new float[STEPS];
                StepLines.add(timesH[t] / region.windowH(), STEPS, line, 0);
                double value = start;
                for (int step = 0; step < STEPS; step++) {
                    value += line[step] * changes[step];
                }
                predicted[channel][t] = channel == 0 ? Math.max(0, value) : value;
            }
        }
        return predicted;
    }

    private double[] changes(Run run, int channel) {
        double[] changes = new double[STEPS];
        double before = 0;
        for (int step = 0; step < STEPS; step++) {
            double time = region.windowH() * (step + 1) / STEPS;
            Optional<RidgeRegression> line = byChannelAndStep.get(channel).get(step);
            if (line.isPresent()) {
                before = line.get().predict(features(region, run, time))[0];
            }
            changes[step] = before;
        }
        return changes;
    }

    /** From the start to a time, by straight lines; NaN when nothing was measured up to it. */
    private static double change(
            ObservedRun run, MeasuredNode measured, int channel, double timeH) {
        double[] values = channel == 0 ? run.concentrationsKmolPerM3() : run.temperaturesK();
        double beforeH = 0;
        double before = start(run.run(), measured, channel);
        double first = before;
        for (int t = 0; t < values.length; t++) {
            if (Double.isNaN(values[t])) {
                continue;
            }
            if (run.timesH()[t] >= REACHED * timeH) {
                double share = Math.min(1, (timeH - beforeH) / (run.timesH()[t] - beforeH));
                return before + share * (values[t] - before) - first;
            }
            beforeH = run.timesH()[t];
            before = values[t];
        }
        return Double.NaN;
    }

    private static double start(Run run, MeasuredNode measured, int channel) {
        double[] nodes =
                channel == 0 ? run.start().concentrationsKmolPerM3() : run.start().temperaturesK();
        return nodes[measured.of(nodes.length)];
    }

    /** Start and inputs, in units in which the ranges of the region are of variance 1. */
    private static double[] features(OperatingRegion region, Run run, double timeH) {
        int inputs = region.inputs().size();
        double[] features = new double[2 + inputs];
        features[0] =
                region.startConcentrationKmolPerM3()
                        .scaled(mean(run.start().concentrationsKmolPerM3()));
        features[1] = region.startTemperatureK().scaled(mean(run.start().temperaturesK()));
        for (int i = 0; i < inputs; i++) {
            features[2 + i] = region.inputs().get(i).scaled(mean(run.inputs(), i, timeH));
        }
        return features;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /** Of an input from the beginning to a time. */
    private static double mean(InputProfile profile, int input, double timeH) {
        double sum = 0;
        for (int segment = 0; segment < profile.segments(); segment++) {
            double from = profile.changeTimesH()[segment];
            double to =
                    segment + 1 < profile.segments()
                            ? Math.min(timeH, profile.changeTimesH()[segment + 1])
                            : timeH;
            if (to > from) {
                sum += (to - from) * profile.values()[segment][input];
            }
        }
        return sum / timeH;
    }
}
