package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;

/**
 * Autoencoder and adversary of {@code fe}, and their two losses (MEDL, arXiv 2411.06635).
 *
 * @param encoder never sees the batch
 * @param decoder tied to the encoder
 * @param adversary guesses the batch from all encoder activations
 */
public record FixedEffectsNetwork(Encoder encoder, TiedDecoder decoder, Adversary adversary) {

    /** Prefixes of the parameters that the autoencoder step changes. */
    public static final List<String> AUTOENCODER = List.of("encoder.", "decoder.");

    /** Prefix of the parameters that the adversary step changes. */
    public static final String ADVERSARY = "adversary.";

    public static FixedEffectsNetwork create(
            Parameters parameters, int genes, int batches, Architecture architecture) {
        Encoder encoder = Encoder.create(parameters, genes, architecture);
        return new FixedEffectsNetwork(
                encoder,
                TiedDecoder.create(parameters, encoder, genes, architecture),
                Adversary.create(parameters, batches, architecture));
    }

    /**
     * Step (i): CE(z, A(acts)), mean over cells. The activations carry no history and leave the
     * running statistics alone, so the step changes the adversary only.
     */
    public PtNDArray adversaryLoss(CellBatch cells, Tape tape) {
        PtNDArray activations = encoder.observe(cells, tape).detached().sideBySide();
        return Functions.softmaxCrossEntropy(adversary.logits(activations), cells.batchCodes());
    }

    /**
     * What the autoencoder minimises, and its parts.
     *
     * @param total w_rec MSE - w_gen CE; unbounded below, so never a stopping criterion
     * @param meanSquaredError mean over cells and genes
     * @param confusion CE of the adversary, ln K at full confusion
     */
    public record AutoencoderLoss(
            PtNDArray total, PtNDArray meanSquaredError, PtNDArray confusion) {}

    /**
     * Step (ii): L = w_rec MSE(x, xhat) - w_gen CE(z, A(acts)), for the autoencoder only: the
     * adversary's gradients are not asked for.
     *
     * @param reconstructionWeight w_rec, a scalar tensor
     * @param adversaryWeight w_gen, a scalar tensor
     */
    public AutoencoderLoss autoencoderLoss(
            CellBatch cells, PtNDArray reconstructionWeight, PtNDArray adversaryWeight, Tape tape) {
        Encoder.Activations activations = encoder.train(cells, tape);
        PtNDArray mse =
                Functions.meanSquaredError(cells.dense(), decoder.decode(activations.latent()));
        PtNDArray confusion =
                Functions.softmaxCrossEntropy(
                        adversary.logits(activations.sideBySide()), cells.batchCodes());
        PtNDArray total = mse.mul(reconstructionWeight).sub(confusion.mul(adversaryWeight));
        return new AutoencoderLoss(total, mse, confusion);
    }
}
