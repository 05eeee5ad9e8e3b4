package io.cuvette.training.core.metric;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** Share of rows whose highest score is at the right class. */
public final class Accuracy {

    private Accuracy() {}

    /**
     * @param scoresBK floating point
     * @param codesB INT64
     * @return one value of 0 to 1, not yet read from the device
     */
    public static PtNDArray of(PtNDArray scoresBK, PtNDArray codesB) {
        PtNDArray predicted = JniUtils.argMax(scoresBK, -1, false);
        return JniUtils.eq(predicted, codesB).toType(scoresBK.getDataType(), false).mean();
    }
}
