package io.cuvette.training.core.metric;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;

/** Share of rows whose highest score is at the right class. */
public final class Accuracy {

    private Accuracy() {}

    /**
     * @param scoresBK floating point
     * @param codesB INT64
     * @return one value of 0 to 1, not yet read from the device
     */
    public static PtNDArray of(PtNDArray scoresBK, PtNDArray codesB) {
        return Functions.accuracy(scoresBK, codesB);
    }
}
