package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;

/**
 * The Bayesian autoencoder of {@code re}: a latent that keeps the batch (MEDL, arXiv 2411.06635).
 *
 * @param encoder sees the batch
 * @param decoder sees the batch
 * @param classifier names the batch from the latent, so that the latent must keep it
 */
public record RandomEffectsNetwork(
        RandomEffectsEncoder encoder, RandomEffectsDecoder decoder, Classifier classifier) {

    private static final int CLASSIFIER_UNITS = 5;

    public static RandomEffectsNetwork create(
            Parameters parameters, int genes, int batches, Architecture architecture) {
        return new RandomEffectsNetwork(
                RandomEffectsEncoder.create(parameters, genes, batches, architecture),
                RandomEffectsDecoder.create(parameters, genes, batches, architecture),
                Classifier.create(parameters, architecture.latent(), CLASSIFIER_UNITS, batches));
    }

    /**
     * Weights of the terms, scalar tensors.
     *
     * @param reconstruction w_rec
     * @param clustering w_clu
     * @param divergence kl
     */
    public record Weights(PtNDArray reconstruction, PtNDArray clustering, PtNDArray divergence) {}

    /**
     * What is minimised, and its parts.
     *
     * @param total w_rec MSE + w_clu CE(z, C(r)) + kl KL
     * @param meanSquaredError mean over cells and genes
     * @param clustering cross-entropy of the batch classifier
     * @param divergence see {@link #divergence}
     * @param reconstruction [B, genes]
     */
    public record Loss(
            PtNDArray total,
            PtNDArray meanSquaredError,
            PtNDArray clustering,
            PtNDArray divergence,
            PtNDArray reconstruction) {}

    /** The loss of a mini-batch in training mode, with one draw of every table. */
    public Loss loss(CellBatch cells, Weights weights, Tape tape, RandomStream random) {
        PtNDArray latent = encoder.train(cells, tape, random);
        PtNDArray reconstruction = decoder.train(latent, BatchIndex.of(cells.batchCodes()), random);
        PtNDArray mse = Functions.meanSquaredError(cells.dense(), reconstruction);
        PtNDArray clustering =
                Functions.softmaxCrossEntropy(classifier.logits(latent), cells.batchCodes());
        PtNDArray divergence = divergence();
        PtNDArray total =
                mse.mul(weights.reconstruction())
                        .add(clustering.mul(weights.clustering()))
                        .add(divergence.mul(weights.divergence()));
        return new Loss(total, mse, clustering, divergence, reconstruction);
    }

    /**
     * Mean over the encoder's tables of their divergences, plus the same of the decoder's (spec
     * 1.4); not divided by the number of cells.
     */
    public PtNDArray divergence() {
        return mean(encoder.tables()).add(mean(decoder.tables()));
    }

    private static PtNDArray mean(List<BayesianTable> tables) {
        PtNDArray sum = tables.get(0).divergence();
        for (BayesianTable table : tables.subList(1, tables.size())) {
            sum = sum.add(table.divergence());
        }
        return Functions.times(sum, 1.0 / tables.size());
    }
}
