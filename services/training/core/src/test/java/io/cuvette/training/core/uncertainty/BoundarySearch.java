package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/** What multiplicity should find, by walking around the set of near-optimal models. */
final class BoundarySearch {
    private final double[][] features;
    private final int[] labels;
    private final Multiplicity.Settings settings;
    private final double[] best;
    final double[] lowest;
    final double[] highest;
    double discrepancy;

    BoundarySearch(double[][] features, int[] labels, Multiplicity.Settings settings) {
        this.features = features;
        this.labels = labels;
        this.settings = settings;
        this.best = descend();
        this.lowest = probabilities(best);
        this.highest = probabilities(best);
    }

    /** Plain gradient descent, an own way to the best model. */
    private double[] descend() {
        double[] w = {0, 0};
        for (int step = 0; step < 20_000; step++) {
            double[] p = probabilities(w);
            double slope = settings.penalty() * w[0];
            double shift = settings.penalty() * w[1];
            for (int i = 0; i < p.length; i++) {
                slope += (p[i] - labels[i]) * features[i][0] / p.length;
                shift += (p[i] - labels[i]) / p.length;
            }
            w[0] -= slope;
            w[1] -= shift;
        }
        return w;
    }

    void run(int angles) {
        double[] baseline = probabilities(best);
        double limit = loss(best) + settings.epsilon();
        for (int a = 0; a < angles; a++) {
            double angle = 2 * Math.PI * a / angles;
            double low = 0;
            double high = 100;
            for (int i = 0; i < 50; i++) {
                double middle = (low + high) / 2;
                if (loss(at(angle, middle)) <= limit) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            double[] p = probabilities(at(angle, low));
            double changed = 0;
            for (int i = 0; i < p.length; i++) {
                lowest[i] = Math.min(lowest[i], p[i]);
                highest[i] = Math.max(highest[i], p[i]);
                changed += Math.abs(p[i] - baseline[i]) >= settings.delta() ? 1 : 0;
            }
            discrepancy = Math.max(discrepancy, changed / p.length);
        }
    }

    double ambiguity() {
        double[] baseline = probabilities(best);
        double ambiguous = 0;
        for (int i = 0; i < baseline.length; i++) {
            double change = Math.max(baseline[i] - lowest[i], highest[i] - baseline[i]);
            ambiguous += change >= settings.delta() ? 1 : 0;
        }
        return ambiguous / baseline.length;
    }

    private double[] at(double angle, double length) {
        return new double[] {
            best[0] + length * Math.cos(angle), best[1] + length * Math.sin(angle)
        };
    }

    private double[] probabilities(double[] w) {
        return Arrays.stream(features)
                .mapToDouble(x -> 1 / (1 + Math.exp(-(w[0] * x[0] + w[1]))))
                .toArray();
    }

    private double loss(double[] w) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double z = w[0] * features[i][0] + w[1];
            sum += Math.log1p(Math.exp(labels[i] == 1 ? -z : z));
        }
        return sum / labels.length + settings.penalty() / 2 * (w[0] * w[0] + w[1] * w[1]);
    }
}
