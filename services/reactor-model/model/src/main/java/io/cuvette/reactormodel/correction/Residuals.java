package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Measured values less predicted ones, run by run.
 *
 * @param runs what was measured
 * @param values for each run {@code [2][times]}, NaN where nothing was measured
 */
public record Residuals(List<ObservedRun> runs, List<double[][]> values) {

    /** No residual is learned in units below this share of what outputs vary by. */
    private static final double LEAST_UNIT = 1e-6;

    static Residuals of(Base base, List<ObservedRun> runs) {
        return of(runs, runs.stream().map(run -> base.at(run.run(), run.timesH())).toList());
    }

    /**
     * @param predicted for each run {@code [2][times]}
     */
    public static Residuals of(List<ObservedRun> runs, List<double[][]> predicted) {
        List<double[][]> values = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            ObservedRun run = runs.get(i);
            double[][] left = new double[2][run.times()];
            for (int t = 0; t < run.times(); t++) {
                left[0][t] = run.concentrationsKmolPerM3()[t] - predicted.get(i)[0][t];
                left[1][t] = run.temperaturesK()[t] - predicted.get(i)[1][t];
            }
            values.add(left);
        }
        return new Residuals(List.copyOf(runs), values);
    }

    /** Of some of the runs. */
    Residuals select(List<Integer> rows) {
        return new Residuals(
                rows.stream().map(runs::get).toList(), rows.stream().map(values::get).toList());
    }

    List<double[]> timesH() {
        return runs.stream().map(ObservedRun::timesH).toList();
    }

    /** Unit in which the residuals are learned: their root mean squares, kmol/m3 and K. */
    double[] unit(OutputScale scale) {
        double[] least = leastUnit(scale.deviation());
        return new double[] {rootMeanSquare(0, least[0]), rootMeanSquare(1, least[1])};
    }

    /**
     * @param deviations of the outputs over the region, kmol/m3 and K
     */
    public static double[] leastUnit(double[] deviations) {
        return new double[] {LEAST_UNIT * deviations[0], LEAST_UNIT * deviations[1]};
    }

    /** Root mean square of a channel over all runs; the least where there is none. */
    private double rootMeanSquare(int channel, double least) {
        double sum = 0;
        int count = 0;
        for (double[][] run : values) {
            for (double value : run[channel]) {
                if (!Double.isNaN(value)) {
                    sum += value * value;
                    count++;
                }
            }
        }
        return Math.max(least, count == 0 ? 0 : Math.sqrt(sum / count));
    }

    /**
     * What a correction leaves.
     *
     * @param corrections for each run {@code [2][times]}
     * @param share of the corrections that is applied, 0 to 1
     */
    Residuals less(List<double[][]> corrections, double share) {
        List<double[][]> left = new ArrayList<>();
        for (int run = 0; run < values.size(); run++) {
            double[][] before = values.get(run);
            double[][] after = new double[2][before[0].length];
            for (int channel = 0; channel < 2; channel++) {
                for (int t = 0; t < after[channel].length; t++) {
                    after[channel][t] =
                            before[channel][t] - share * corrections.get(run)[channel][t];
                }
            }
            left.add(after);
        }
        return new Residuals(runs, left);
    }

    /**
     * Mean square of each run.
     *
     * @param deviations that are the units, kmol/m3 and K
     */
    public double[] errors(double[] deviations) {
        double[] errors = new double[runs.size()];
        for (int run = 0; run < errors.length; run++) {
            double sum = 0;
            int count = 0;
            for (int channel = 0; channel < 2; channel++) {
                for (double value : values.get(run)[channel]) {
                    if (!Double.isNaN(value)) {
                        double off = value / deviations[channel];
                        sum += off * off;
                        count++;
                    }
                }
            }
            errors[run] = count == 0 ? 0 : sum / count;
        }
        return errors;
    }
}
