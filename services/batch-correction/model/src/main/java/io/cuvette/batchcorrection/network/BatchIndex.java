package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.Optional;

/**
 * The batch of each cell, where some may be of no batch that the model knows: random effects of
 * such a cell are 0, their mean over the population of batches.
 *
 * @param codes z, INT64, [B]; any valid code where there is none
 * @param known 1 or 0, [B, 1]; absent when every cell's batch is known
 */
public record BatchIndex(PtNDArray codes, Optional<PtNDArray> known) {

    /** Code of a cell of no known batch. */
    public static final int POPULATION = -1;

    /** All batches known. */
    public static BatchIndex of(PtNDArray codes) {
        return new BatchIndex(codes, Optional.empty());
    }

    /** From codes of which some may be {@link #POPULATION}. */
    public static BatchIndex of(Tensors tensors, int[] codes) {
        if (Arrays.stream(codes).allMatch(code -> code >= 0)) {
            return of(tensors.codes(codes));
        }
        float[] known = new float[codes.length];
        int[] valid = new int[codes.length];
        for (int i = 0; i < codes.length; i++) {
            known[i] = codes[i] >= 0 ? 1 : 0;
            valid[i] = Math.max(0, codes[i]);
        }
        return new BatchIndex(
                tensors.codes(valid), Optional.of(tensors.of(known, codes.length, 1)));
    }
}
