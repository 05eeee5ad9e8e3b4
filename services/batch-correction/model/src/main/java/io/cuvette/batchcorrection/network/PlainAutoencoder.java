package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
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
            Parameters parameters, int genes, Architecture architecture, EncoderNorms norms) {
        Encoder encoder = Encoder.create(parameters, genes, architecture, norms);
        return new PlainAutoencoder(
                encoder, TiedDecoder.create(parameters, encoder, genes, architecture));
    }

    /** The reconstruction of cells, [B, genes], in training mode. */
    public PtNDArray reconstruction(CellBatch cells, Tape tape) {
        return decoder.decode(encoder.train(cells, tape).latent());
    }
}
