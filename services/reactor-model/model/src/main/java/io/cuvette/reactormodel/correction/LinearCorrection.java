package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.network.StepLines;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;

/**
 * A correction that is linear in what a network would see: of each channel, {@code s (a + b' x)} at
 * each step, with s the share of the window that has passed and x the encoded run there, and
 * straight lines between the steps from 0 at the beginning. It needs no pretraining, and is the
 * straight line that a learned correction has to beat.
 */
final class LinearCorrection implements Correction {
    private static final double PENALTY = 1e-2;

    private final RunEncoding encoding;
    private final double[] scale;
    private final RidgeRegression[] byChannel;

    LinearCorrection(RunEncoding encoding, double[] scale, RidgeRegression[] byChannel) {
        this.encoding = encoding;
        this.scale = scale;
        this.byChannel = byChannel;
    }

    /**
     * @param scale of the residuals, in which the penalty counts
     */
    static LinearCorrection fit(RunEncoding encoding, Residuals residuals, double[] scale) {
        Windows windows = encoding.encode(residuals.runs().stream().map(r -> r.run()).toList());
        RidgeRegression[] byChannel = new RidgeRegression[2];
        for (int channel = 0; channel < 2; channel++) {
            List<double[]> x = new ArrayList<>();
            List<double[]> y = new ArrayList<>();
            for (int run = 0; run < windows.count(); run++) {
                double[] values = residuals.values().get(run)[channel];
                double[] times = residuals.runs().get(run).timesH();
                for (int t = 0; t < values.length; t++) {
                    if (!Double.isNaN(values[t]) && encoding.isWithinWindow(times[t])) {
                        x.add(row(encoding, windows, run, times[t]));
                        y.add(new double[] {values[t] / scale[channel]});
                    }
                }
            }
            if (x.isEmpty()) {
                x.add(new double[RunEncoding.FEATURES + 1]);
                y.add(new double[1]);
            }
            byChannel[channel] =
                    RidgeRegression.throughOrigin(
                            x.toArray(double[][]::new), y.toArray(double[][]::new), PENALTY);
        }
        return new LinearCorrection(encoding, scale, byChannel);
    }

    RunEncoding encoding() {
        return encoding;
    }

    double[] scale() {
        return scale.clone();
    }

    /** Of concentration, then of temperature. */
    RidgeRegression.Coefficients coefficients(int channel) {
        return byChannel[channel].coefficients();
    }

    @Override
    public List<double[][]> at(
            List<Run> runs, List<double[]> timesH, List<double[][]> balancesThen) {
        if (runs.isEmpty()) {
            return List.of();
        }
        Windows windows = encoding.encode(runs, timesH, balancesThen);
        List<double[][]> results = new ArrayList<>();
        for (int run = 0; run < runs.size(); run++) {
            double[] times = timesH.get(run);
            double[][] result = new double[2][times.length];
            for (int t = 0; t < times.length; t++) {
                double[] row = row(encoding, windows, run, times[t]);
                for (int channel = 0; channel < 2; channel++) {
                    result[channel][t] = scale[channel] * byChannel[channel].predict(row)[0];
                }
            }
            results.add(result);
        }
        return results;
    }

    /**
     * Derivatives by a quantity.
     *
     * @param shifted of the encoded run by it: {@code [steps][features]}
     * @return {@code [2][times]}
     */
    double[][] derivatives(double[][] shifted, double[] timesH) {
        double[][] result = new double[2][timesH.length];
        for (int channel = 0; channel < 2; channel++) {
            double[][] slopes = byChannel[channel].coefficients().slopes();
            for (int t = 0; t < timesH.length; t++) {
                float[] line = line(encoding, timesH[t]);
                for (int step = 0; step < line.length; step++) {
                    double weight = scale[channel] * line[step] * share(step);
                    for (int i = 0; i < RunEncoding.FEATURES; i++) {
                        result[channel][t] += weight * shifted[step][i] * slopes[i][0];
                    }
                }
            }
        }
        return result;
    }

    /** Of the window that has passed at a step. */
    private static double share(int step) {
        return (step + 1.0) / RunEncoding.STEPS;
    }

    /**
     * Weights of the steps at a time; the beginning has the value 0, so its own is of no matter.
     */
    private static float[] line(RunEncoding encoding, double timeH) {
        float[] line = new float[RunEncoding.STEPS];
        StepLines.add(timeH / encoding.windowH(), RunEncoding.STEPS, line, 0);
        return line;
    }

    /** s x and s of the steps, on the lines between them. */
    private static double[] row(RunEncoding encoding, Windows windows, int run, double timeH) {
        float[] line = line(encoding, timeH);
        double[] row = new double[RunEncoding.FEATURES + 1];
        for (int step = 0; step < line.length; step++) {
            double weight = line[step] * share(step);
            if (weight != 0) {
                int from = (run * RunEncoding.STEPS + step) * RunEncoding.FEATURES;
                for (int i = 0; i < RunEncoding.FEATURES; i++) {
                    row[i] += weight * windows.inputs()[from + i];
                }
                row[RunEncoding.FEATURES] += weight;
            }
        }
        return row;
    }
}
