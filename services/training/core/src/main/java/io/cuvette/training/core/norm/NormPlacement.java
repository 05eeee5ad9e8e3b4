package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.function.UnaryOperator;

/** Where the blocks of a residual stack have their normalisation. */
@FunctionalInterface
public interface NormPlacement {

    /** Place of a block's normalisation. */
    enum Place {
        /** {@code x + f(norm(x))}; the sum itself is never normalised. */
        BEFORE,
        /** {@code norm(x + f(x))}. */
        AFTER
    }

    /**
     * @param block from 0, the first that data meet
     * @param blocks of the whole stack
     * @throws IllegalArgumentException if there is no such block
     */
    Place of(int block, int blocks);

    /**
     * Whether the stack needs one more normalisation after its last block, which has left its sum
     * as it is.
     */
    default boolean endsNormalised(int blocks) {
        return of(blocks - 1, blocks) == Place.AFTER;
    }

    /** One block with its normalisation in its place. */
    default PtNDArray block(
            int block,
            int blocks,
            PtNDArray xBF,
            UnaryOperator<PtNDArray> norm,
            UnaryOperator<PtNDArray> function) {
        return switch (of(block, blocks)) {
            case BEFORE -> xBF.add(function.apply(norm.apply(xBF)));
            case AFTER -> norm.apply(xBF.add(function.apply(xBF)));
        };
    }
}
