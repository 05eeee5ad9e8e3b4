package io.cuvette.training.core.tensor;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The differentiable operations our networks are written with. */
public final class Functions {

    private Functions() {}

    /** The matrix product; leading axes are batches. */
    public static PtNDArray matmul(PtNDArray a, PtNDArray b) {
        return JniUtils.matmul(a, b);
    }

    /** {@code x W + b}; x {@code [B, inputs]}, W {@code [inputs, outputs]}, b {@code [outputs]}. */
    public static PtNDArray linear(PtNDArray x, PtNDArray weight, PtNDArray bias) {
        return TorchOps.addmm(bias, x, weight);
    }

    /**
     * {@code x W' + b}: the tied layer that runs a weight {@code [inputs, outputs]} backwards; x
     * {@code [B, outputs]}, b {@code [inputs]}.
     */
    public static PtNDArray linearTransposed(PtNDArray x, PtNDArray weight, PtNDArray bias) {
        return JniUtils.linear(x, weight, bias);
    }

    /**
     * {@code X W} for a sparse batch, with torch's own gradient to the weight. In training {@link
     * Tape#sparseLinear} does the same several times faster.
     */
    public static PtNDArray sparseLinear(SparseBatch x, PtNDArray weight) {
        return TorchOps.embeddingBag(weight, x.columnIndices(), x.rowOffsets(), x.values());
    }

    /**
     * The tensor times a number. Never {@code NDArray.mul(Number)} or {@code div(Number)} where
     * gradients flow: they wrap the number in a buffer that is free for the garbage collector as
     * soon as they return, while the backward pass still reads it.
     */
    public static PtNDArray times(PtNDArray x, double factor) {
        return TorchOps.times(x, factor);
    }

    /** {@code 1.0507 x} above 0, {@code 1.7581 (exp(x) - 1)} below (Klambauer et al. 2017). */
    public static PtNDArray selu(PtNDArray x) {
        return JniUtils.selu(x);
    }

    public static PtNDArray relu(PtNDArray x) {
        return JniUtils.relu(x);
    }

    public static PtNDArray softmax(PtNDArray logits) {
        return JniUtils.softmax(logits, -1, logits.getDataType());
    }

    public static PtNDArray logSoftmax(PtNDArray logits) {
        return JniUtils.logSoftmax(logits, -1, logits.getDataType());
    }

    /**
     * Mean over the batch of {@code -ln softmax(logits)[code]}.
     *
     * @param logitsBK unnormalised scores
     * @param codesB classes, INT64
     */
    public static PtNDArray softmaxCrossEntropy(PtNDArray logitsBK, PtNDArray codesB) {
        requireInt64(codesB, "class codes");
        return TorchOps.crossEntropy(logitsBK, codesB);
    }

    /** Mean over all elements of the squared difference. */
    public static PtNDArray meanSquaredError(PtNDArray x, PtNDArray y) {
        if (!x.getShape().equals(y.getShape())) {
            // torch would broadcast, which for a loss is always a mistake
            throw new IllegalArgumentException(
                    "squared error of shapes %s and %s".formatted(x.getShape(), y.getShape()));
        }
        return TorchOps.mse(x, y);
    }

    /** Rows of a table {@code [K, F]} for INT64 codes {@code [B]}, with gradient to the table. */
    public static PtNDArray rows(PtNDArray tableKF, PtNDArray codesB) {
        requireInt64(codesB, "row codes");
        return JniUtils.embedding(codesB, tableKF, false);
    }

    /**
     * Inverted dropout: zero with the given chance, else {@code x / (1 - chance)}.
     *
     * @param chance 0 to below 1
     * @param random the step's stream, from which one seed is taken
     */
    public static PtNDArray dropout(PtNDArray x, double chance, RandomStream random) {
        if (!(chance >= 0 && chance < 1)) {
            throw new IllegalArgumentException(
                    "dropout chance is %s; allowed are 0 to below 1".formatted(chance));
        }
        // drawn even when unused, so that the chance of one layer never shifts another's mask
        long seed = random.nextSeed();
        return chance == 0 ? x : TorchOps.dropout(x, chance, seed);
    }

    /** The value without its history: no gradient flows through. */
    public static PtNDArray detach(PtNDArray x) {
        return JniUtils.detachGradient(x);
    }

    private static void requireInt64(PtNDArray codes, String what) {
        if (codes.getDataType() != DataType.INT64) {
            throw new IllegalArgumentException(
                    "%s are INT64, not %s".formatted(what, codes.getDataType()));
        }
    }
}
