package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;

/**
 * The autoencoder of {@code fe} without anything that acts against the batch: the baseline {@code
 * ae}.
 *
 * @param encoder never sees the batch
 * @param decoder tied to the encoder
 */
public record PlainAutoencoder(Encoder encoder, TiedDecoder decoder) {

    public static PlainAutoencoder create(
            Parameters parameters, int genes, Architecture architecture) {
        Encoder encoder = Encoder.create(parameters, genes, architecture);
        return new PlainAutoencoder(
                encoder, TiedDecoder.create(parameters, encoder, genes, architecture));
    }

    /** Mean squared error over cells and genes, in training mode. */
    public PtNDArray loss(CellBatch cells, Tape tape) {
        PtNDArray latent = encoder.train(cells, tape).latent();
        return Functions.meanSquaredError(cells.dense(), decoder.decode(latent));
    }
}
