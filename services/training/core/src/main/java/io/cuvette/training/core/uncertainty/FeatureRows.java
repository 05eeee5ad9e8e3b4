package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/** Rows of features of logistic regressions. */
final class FeatureRows {

    private FeatureRows() {}

    /** With a further feature that is 1. */
    static double[][] withIntercept(double[][] features) {
        double[][] rows = new double[features.length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = Arrays.copyOf(features[i], features[i].length + 1);
            rows[i][features[i].length] = 1;
        }
        return rows;
    }

    /** Refuses what logistic regression cannot take. */
    static void check(double[][] features, int[] labels, double[][] points) {
        if (features.length == 0 || features.length != labels.length || points.length == 0) {
            throw new IllegalArgumentException(
                    "%d rows of features for %d labels and %d points; each needs at least 1"
                            .formatted(features.length, labels.length, points.length));
        }
        for (int label : labels) {
            if (label != 0 && label != 1) {
                throw new IllegalArgumentException("label %d; labels are 0 or 1".formatted(label));
            }
        }
        check(features, features[0].length);
        check(points, features[0].length);
    }

    private static void check(double[][] rows, int width) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "row %d has %d features, others %d".formatted(i, rows[i].length, width));
            }
            for (double value : rows[i]) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "feature %s in row %d; it must be finite".formatted(value, i));
                }
            }
        }
    }
}
