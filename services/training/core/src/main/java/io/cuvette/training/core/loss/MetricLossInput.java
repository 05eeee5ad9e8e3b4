package io.cuvette.training.core.loss;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;

/** Checks of what losses are given, with messages that name it and what is allowed. */
final class MetricLossInput {

    private MetricLossInput() {}

    /** Two tensors {@code [B, D]} with at least so many rows. */
    static void pairs(PtNDArray a, PtNDArray b, int leastRows) {
        matrix(a, "embeddings of the first views");
        matrix(b, "embeddings of the second views");
        if (!a.getShape().equals(b.getShape()) || a.getDataType() != b.getDataType()) {
            throw new IllegalArgumentException(
                    "embeddings of pairs are %s %s and %s %s; both views need the same"
                            .formatted(
                                    a.getDataType().name(),
                                    a.getShape(),
                                    b.getDataType().name(),
                                    b.getShape()));
        }
        rows(a, leastRows);
    }

    /** Codes INT64 {@code [B]} that go with the rows of a matrix. */
    static void codes(PtNDArray codes, PtNDArray rowsBD, String what) {
        if (codes.getDataType() != DataType.INT64
                || !codes.getShape().equals(new Shape(rowsBD.size(0)))) {
            throw new IllegalArgumentException(
                    "%s are %s %s; needed are INT64 (%d)"
                            .formatted(
                                    what,
                                    codes.getDataType().name(),
                                    codes.getShape(),
                                    rowsBD.size(0)));
        }
    }

    /** Embeddings {@code [B, D]} and their class codes. */
    static void classes(PtNDArray embeddings, PtNDArray codes, int leastRows) {
        matrix(embeddings, "embeddings");
        rows(embeddings, leastRows);
        codes(codes, embeddings, "class codes");
    }

    /** Scores {@code [B, L]} and BOOLEAN positives of the same shape. */
    static void labelSets(PtNDArray scores, PtNDArray positives) {
        matrix(scores, "scores");
        if (positives.getDataType() != DataType.BOOLEAN
                || !positives.getShape().equals(scores.getShape())) {
            throw new IllegalArgumentException(
                    "positives are %s %s; needed are BOOLEAN %s"
                            .formatted(
                                    positives.getDataType().name(),
                                    positives.getShape(),
                                    scores.getShape()));
        }
    }

    private static void matrix(PtNDArray x, String what) {
        boolean floating =
                x.getDataType() == DataType.FLOAT32 || x.getDataType() == DataType.FLOAT64;
        if (!floating || x.getShape().dimension() != 2 || x.size() == 0) {
            throw new IllegalArgumentException(
                    "%s are %s %s; needed are FLOAT32 or FLOAT64 with rows and columns"
                            .formatted(what, x.getDataType().name(), x.getShape()));
        }
    }

    private static void rows(PtNDArray x, int least) {
        if (x.size(0) < least) {
            throw new IllegalArgumentException(
                    "a batch of %d rows is too small for this loss; it needs %d"
                            .formatted(x.size(0), least));
        }
    }
}
