package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import java.util.function.UnaryOperator;

/** Runs a family's encoder on interpolations of the batch's inputs. */
@FunctionalInterface
public interface MixedEncoder {

    /**
     * Embeddings {@code [B, D]} of {@code share * xa[i] + (1 - share) * xb[order[i]]}.
     *
     * @param share 0 to 1
     * @param orderB row of the second views that is mixed into each row of the first, INT64
     */
    PtNDArray encode(double share, PtNDArray orderB);

    /**
     * For dense inputs {@code [B, F]} of both views and one encoder for both.
     *
     * @param encoder from inputs to embeddings {@code [B, D]}
     */
    static MixedEncoder of(PtNDArray xaBF, PtNDArray xbBF, UnaryOperator<PtNDArray> encoder) {
        return (share, orderB) ->
                encoder.apply(
                        Functions.times(xaBF, share)
                                .add(Functions.times(Functions.rows(xbBF, orderB), 1 - share)));
    }
}
