package io.cuvette.training.core.loss;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;

/** Checks of what every classification loss takes, with messages that say what is allowed. */
final class ClassBatch {

    private ClassBatch() {}

    /**
     * @throws IllegalArgumentException if logits and codes do not fit, or a value is not allowed
     */
    static void require(PtNDArray logitsBK, PtNDArray codesB) {
        Shape logits = logitsBK.getShape();
        DataType type = logitsBK.getDataType();
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException("logits are FLOAT32 or FLOAT64, not " + type);
        }
        if (logits.dimension() != 2 || logits.get(0) < 1 || logits.get(1) < 2) {
            throw new IllegalArgumentException(
                    "logits have shape %s; they need [samples, classes] with 2 classes or more"
                            .formatted(logits));
        }
        if (codesB.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException(
                    "class codes are INT64, not " + codesB.getDataType());
        }
        if (!codesB.getShape().equals(new Shape(logits.get(0)))) {
            throw new IllegalArgumentException(
                    "class codes have shape %s for logits of shape %s; one code a row is needed"
                            .formatted(codesB.getShape(), logits));
        }
        boolean[] fits = ClassificationLossOps.valuesFit(logitsBK, codesB);
        if (!fits[0]) {
            throw new IllegalArgumentException(
                    "a class code is outside of 0 to %d; logits have %d classes"
                            .formatted(logits.get(1) - 1, logits.get(1)));
        }
        if (!fits[1]) {
            throw new IllegalArgumentException(
                    "a logit is not finite; lower the learning rate or clip gradients");
        }
    }
}
