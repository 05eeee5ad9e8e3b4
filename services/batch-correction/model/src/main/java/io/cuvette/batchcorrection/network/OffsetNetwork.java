package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;

/**
 * Autoencoder of {@code medl_plus}: the encoder never sees the batch, and the decoder's output gets
 * an offset per batch and gene, xhat = D(h) + beta_z. Giving the decoder the batch removes the
 * reason for the latent to carry it.
 *
 * @param encoder as in {@code fe}
 * @param decoder tied to the encoder
 * @param offsets beta, [batches, genes], looked up by row
 */
public record OffsetNetwork(Encoder encoder, TiedDecoder decoder, PtNDArray offsets) {

    public static final String OFFSETS = "offsets";

    /**
     * Adds the networks and {@value #OFFSETS} to the parameters.
     *
     * @param firstOffsets batches x genes, row-major: mean of the batch minus mean of all, over
     *     training cells in scaled space
     */
    public static OffsetNetwork create(
            Parameters parameters,
            int genes,
            int batches,
            Architecture architecture,
            EncoderNorms norms,
            double[] firstOffsets) {
        Encoder encoder = Encoder.create(parameters, genes, architecture, norms);
        Initializer given =
                (values, shape, random) ->
                        System.arraycopy(firstOffsets, 0, values, 0, values.length);
        return new OffsetNetwork(
                encoder,
                TiedDecoder.create(parameters, encoder, genes, architecture),
                parameters.trainable(OFFSETS, given, batches, genes));
    }

    /**
     * What is minimised, and its parts.
     *
     * @param total 100 MSE + penalty |beta|^2
     * @param meanSquaredError mean over cells and genes
     * @param reconstruction [B, genes]
     */
    public record Loss(PtNDArray total, PtNDArray meanSquaredError, PtNDArray reconstruction) {}

    /**
     * The loss of a mini-batch in training mode.
     *
     * @param reconstructionWeight 100 in the spec, a scalar tensor
     * @param offsetPenalty weight of |beta|^2, a scalar tensor
     */
    public Loss loss(
            CellBatch cells, PtNDArray reconstructionWeight, PtNDArray offsetPenalty, Tape tape) {
        PtNDArray latent = encoder.train(cells, tape).latent();
        PtNDArray reconstruction =
                decoder.decode(latent).add(Functions.rows(offsets, cells.batchCodes()));
        PtNDArray mse = Functions.meanSquaredError(cells.dense(), reconstruction);
        PtNDArray size = offsets.square().sum();
        return new Loss(
                mse.mul(reconstructionWeight).add(size.mul(offsetPenalty)), mse, reconstruction);
    }
}
