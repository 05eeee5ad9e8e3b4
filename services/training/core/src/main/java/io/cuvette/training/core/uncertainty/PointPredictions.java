package io.cuvette.training.core.uncertainty;

import java.util.Arrays;

/**
 * Predicted numbers with their true values.
 *
 * @param predictions finite
 * @param targets finite
 */
public record PointPredictions(double[] predictions, double[] targets) {

    public PointPredictions {
        if (predictions.length == 0 || predictions.length != targets.length) {
            throw new IllegalArgumentException(
                    "%d predictions for %d targets; both need the same number, at least 1"
                            .formatted(predictions.length, targets.length));
        }
        check("prediction", predictions);
        check("target", targets);
    }

    private static void check(String name, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "%s %d is %s; it must be finite".formatted(name, i, values[i]));
            }
        }
    }

    public int size() {
        return targets.length;
    }

    /** Target less prediction of each sample. */
    public double[] residuals() {
        double[] residuals = new double[size()];
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] = targets[i] - predictions[i];
        }
        return residuals;
    }

    /** The samples of these indices. */
    public PointPredictions rows(int[] rows) {
        return new PointPredictions(
                Arrays.stream(rows).mapToDouble(row -> predictions[row]).toArray(),
                Arrays.stream(rows).mapToDouble(row -> targets[row]).toArray());
    }
}
