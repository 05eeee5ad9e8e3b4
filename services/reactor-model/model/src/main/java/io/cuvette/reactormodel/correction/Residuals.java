package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;
import java.util.ArrayList;
import java.util.List;

/**
 * Measured values less the balances, run by run.
 *
 * @param runs what was measured
 * @param values for each run {@code [2][times]}, NaN where nothing was measured
 */
record Residuals(List<ObservedRun> runs, List<double[][]> values) {

    static Residuals of(Base base, List<ObservedRun> runs) {
        List<double[][]> values = new ArrayList<>();
        for (ObservedRun run : runs) {
            double[][] found = base.at(run.run(), run.timesH());
            for (int t = 0; t < run.times(); t++) {
                found[0][t] = run.concentrationsKmolPerM3()[t] - found[0][t];
                found[1][t] = run.temperaturesK()[t] - found[1][t];
            }
            values.add(found);
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

    /** Root mean square of a channel over all runs; the least where there is none. */
    double rootMeanSquare(int channel, double least) {
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
     * Mean squared error of each run after a correction, in units of the scale.
     *
     * @param corrections for each run {@code [2][times]}
     * @param share of the corrections that is applied, 0 to 1
     */
    double[] errors(List<double[][]> corrections, double share, OutputScale scale) {
        double[] errors = new double[runs.size()];
        for (int run = 0; run < errors.length; run++) {
            double sum = 0;
            int count = 0;
            for (int channel = 0; channel < 2; channel++) {
                double[] left = values.get(run)[channel];
                double[] correction = corrections.get(run)[channel];
                for (int t = 0; t < left.length; t++) {
                    if (!Double.isNaN(left[t])) {
                        double off = (left[t] - share * correction[t]) / scale.deviation()[channel];
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
