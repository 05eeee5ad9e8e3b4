package io.cuvette.training.core.augment;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * Each row with a partner of the same batch, all with one share (Zhang et al., ICLR 2018).
 *
 * @param inputs {@code share x + (1 - share) x of the partner}
 * @param own codes of the rows
 * @param partners codes of their partners
 * @param share weight of the row itself, 0 to 1
 */
record Blend(PtNDArray inputs, PtNDArray own, PtNDArray partners, double share)
        implements MixedBatch {

    /** Draws the partners, a random order of the rows, and a share from Beta(shape, shape). */
    static Blend draw(PtNDArray xBF, PtNDArray codesB, double shape, RandomStream random) {
        require(xBF, codesB);
        PtNDArray order = MixOps.partners(xBF, random.nextSeed());
        double share = BetaDraw.symmetric(shape, random);
        return new Blend(
                MixOps.blend(xBF, order, share), codesB, MixOps.pick(codesB, order), share);
    }

    /** Share of the class that has the larger one; 1 where both rows have the same class. */
    double leadingShare() {
        return Math.max(share, 1 - share);
    }

    /** {@code share l(z, own) + (1 - share) l(z, partner's)}, for any loss l. */
    @Override
    public PtNDArray loss(PtNDArray logitsBK, ClassificationLoss base, LossContext context) {
        PtNDArray ofOwn = base.evaluate(logitsBK, own, context);
        PtNDArray ofPartners = base.evaluate(logitsBK, partners, context);
        return Functions.times(ofOwn, share).add(Functions.times(ofPartners, 1 - share));
    }

    static void require(PtNDArray xBF, PtNDArray codesB) {
        Shape shape = xBF.getShape();
        DataType type = xBF.getDataType();
        if (shape.dimension() != 2 || shape.get(0) < 1) {
            throw new IllegalArgumentException(
                    "inputs have shape %s; mixing needs [samples, features]".formatted(shape));
        }
        if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
            throw new IllegalArgumentException("inputs are FLOAT32 or FLOAT64, not " + type);
        }
        if (codesB.getDataType() != DataType.INT64
                || !codesB.getShape().equals(new Shape(shape.get(0)))) {
            throw new IllegalArgumentException(
                    "class codes are %s %s for inputs of shape %s; INT64 and one a row are needed"
                            .formatted(codesB.getDataType(), codesB.getShape(), shape));
        }
    }
}
