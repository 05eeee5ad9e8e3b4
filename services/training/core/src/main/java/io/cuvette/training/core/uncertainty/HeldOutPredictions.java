package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;

/**
 * Predictions for samples that no step of the training saw, in two halves: one to calibrate on and
 * one to test on. The guarantees hold when the samples of both are exchangeable.
 */
public sealed interface HeldOutPredictions {

    /** Predictions of classes. */
    record Classes(ClassPredictions calibration, ClassPredictions test)
            implements HeldOutPredictions {
        public Classes {
            if (calibration.classes() != test.classes()) {
                throw new IllegalArgumentException(
                        "calibration half has %d classes, test half %d; they need the same"
                                .formatted(calibration.classes(), test.classes()));
            }
        }
    }

    /** Predictions of numbers. */
    record Points(PointPredictions calibration, PointPredictions test)
            implements HeldOutPredictions {}

    /** Random halves; the calibration half has the odd sample. */
    static Classes split(ClassPredictions all, long seed) {
        int[] order = order(all.size(), seed);
        int half = (order.length + 1) / 2;
        return new Classes(
                all.rows(Arrays.copyOf(order, half)),
                all.rows(Arrays.copyOfRange(order, half, order.length)));
    }

    /** Random halves; the calibration half has the odd sample. */
    static Points split(PointPredictions all, long seed) {
        int[] order = order(all.size(), seed);
        int half = (order.length + 1) / 2;
        return new Points(
                all.rows(Arrays.copyOf(order, half)),
                all.rows(Arrays.copyOfRange(order, half, order.length)));
    }

    private static int[] order(int samples, long seed) {
        if (samples < 2) {
            throw new IllegalArgumentException(
                    "%d held-out samples; two halves need at least 2".formatted(samples));
        }
        return new RandomStream(seed).permutation(samples);
    }
}
