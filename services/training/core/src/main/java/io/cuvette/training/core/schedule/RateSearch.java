package io.cuvette.training.core.schedule;

import java.util.List;

/**
 * Which rate to try next: the lower confidence bound {@code mean - kappa deviation} of a Gaussian
 * process over ln(rate), at its lowest on a grid, away from what was tried.
 */
final class RateSearch {
    private static final int GRID = 256;

    private final double lowest;
    private final double logSpan;
    private final double kappa;

    /**
     * @param lowest above 0
     * @param highest above lowest
     */
    RateSearch(double lowest, double highest, double kappa) {
        this.lowest = lowest;
        this.logSpan = StrictMath.log(highest / lowest);
        this.kappa = kappa;
        if (!(logSpan > 0)) {
            throw new IllegalArgumentException(
                    "rates from %s to %s leave nothing to search; lower lowest or raise highest"
                            .formatted(lowest, highest));
        }
    }

    /**
     * @param rates tried, at least one
     * @param forecasts finite
     */
    double next(List<Double> rates, List<Double> forecasts) {
        double[] x = rates.stream().mapToDouble(this::place).toArray();
        var process = new GaussianProcess(x, forecasts.stream().mapToDouble(f -> f).toArray());
        double best = Double.POSITIVE_INFINITY;
        double chosen = 0;
        for (int i = 0; i <= GRID; i++) {
            double point = i / (double) GRID;
            var prediction = process.at(point);
            double bound = prediction.mean() - kappa * prediction.deviation();
            if (bound < best && !tried(x, point)) {
                best = bound;
                chosen = point;
            }
        }
        return lowest * StrictMath.exp(chosen * logSpan);
    }

    /** The rate with the lowest forecast, the first of equals. */
    static double best(List<Double> rates, List<Double> forecasts) {
        int best = 0;
        for (int i = 1; i < rates.size(); i++) {
            if (forecasts.get(i) < forecasts.get(best)) {
                best = i;
            }
        }
        return rates.get(best);
    }

    private double place(double rate) {
        return StrictMath.log(rate / lowest) / logSpan;
    }

    private static boolean tried(double[] x, double point) {
        for (double before : x) {
            if (Math.abs(before - point) < 0.5 / GRID) {
                return true;
            }
        }
        return false;
    }
}
