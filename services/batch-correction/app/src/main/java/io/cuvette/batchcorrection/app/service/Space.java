package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.preprocess.Preprocessing;

/** Space in which expression is given. */
public enum Space {
    /** As the networks see it. */
    SCALED,
    /** ln(1 + counts per 10,000). */
    LOG1P,
    /** Expected counts at the cell's own library size. */
    COUNTS;

    /** Values of one cell, changed in place. */
    void convert(
            float[] scaled, int from, int to, Preprocessing preprocessing, double librarySize) {
        switch (this) {
            case SCALED -> {}
            case LOG1P -> {
                for (int i = from; i < to; i++) {
                    scaled[i] = (float) preprocessing.toLog1p(scaled[i]);
                }
            }
            case COUNTS -> {
                for (int i = from; i < to; i++) {
                    scaled[i] = (float) preprocessing.toCounts(scaled[i], librarySize);
                }
            }
        }
    }
}
