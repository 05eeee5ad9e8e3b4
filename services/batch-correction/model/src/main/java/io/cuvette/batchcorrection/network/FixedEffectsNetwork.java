package io.cuvette.batchcorrection.network;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;
import java.util.Optional;

/**
 * Autoencoder and adversary of {@code fe}, and their two losses (MEDL, arXiv 2411.06635); {@code
 * fec} has a classifier of the cell type on the latent as well.
 *
 * @param encoder never sees the batch
 * @param decoder tied to the encoder
 * @param adversary guesses the batch from all encoder activations
 * @param classifier names the label from the latent, in {@code fec}
 */
public record FixedEffectsNetwork(
        Encoder encoder,
        TiedDecoder decoder,
        Adversary adversary,
        Optional<Classifier> classifier) {

    /** Prefixes of the parameters that the autoencoder step changes. */
    public static final List<String> AUTOENCODER = List.of("encoder.", "decoder.", Classifier.NAME);

    /** Prefix of the parameters that the adversary step changes. */
    public static final String ADVERSARY = "adversary.";

    private static final int CLASSIFIER_UNITS = 2;

    /** The network of {@code fe}. */
    public static FixedEffectsNetwork create(
            Parameters parameters,
            int genes,
            int batches,
            Architecture architecture,
            EncoderNorms norms) {
        return create(parameters, genes, batches, architecture, norms, Optional.empty());
    }

    /** The network of {@code fec}, which learns to name one of so many labels. */
    public static FixedEffectsNetwork classifying(
            Parameters parameters,
            int genes,
            int batches,
            int labels,
            Architecture architecture,
            EncoderNorms norms) {
        return create(
                parameters,
                genes,
                batches,
                architecture,
                norms,
                Optional.of(
                        Classifier.create(
                                parameters, architecture.latent(), CLASSIFIER_UNITS, labels)));
    }

    private static FixedEffectsNetwork create(
            Parameters parameters,
            int genes,
            int batches,
            Architecture architecture,
            EncoderNorms norms,
            Optional<Classifier> classifier) {
        Encoder encoder = Encoder.create(parameters, genes, architecture, norms);
        return new FixedEffectsNetwork(
                encoder,
                TiedDecoder.create(parameters, encoder, genes, architecture),
                Adversary.create(parameters, batches, architecture),
                classifier);
    }

    /**
     * Step (i): the adversary's logits [B, batches], whose CE(z, A(acts)) it minimises. The
     * activations carry no history and leave the running statistics alone, so the step changes the
     * adversary only.
     */
    public PtNDArray adversaryLogits(CellBatch cells, Tape tape) {
        return adversary.logits(encoder.observe(cells, tape).detached().sideBySide());
    }

    /**
     * Weights of the terms, scalar tensors.
     *
     * @param reconstruction w_rec
     * @param adversary w_gen
     * @param classification w_cls; without effect in {@code fe}
     */
    public record Weights(
            PtNDArray reconstruction, PtNDArray adversary, PtNDArray classification) {}

    /** The loss of naming the labels of some cells from their latents, in {@code fec}. */
    @FunctionalInterface
    public interface LabelLoss {
        /**
         * @param latents of the cells that have a label, [L, latent]
         * @param codes of their labels, INT64, [L]
         */
        PtNDArray of(Classifier classifier, PtNDArray latents, PtNDArray codes);
    }

    /** Cross-entropy, as in the paper. */
    public static final LabelLoss CROSS_ENTROPY =
            (classifier, latents, codes) ->
                    Functions.softmaxCrossEntropy(classifier.logits(latents), codes);

    /**
     * What the autoencoder minimises, and its parts.
     *
     * @param total w_rec MSE - w_gen CE + w_cls CE_y; unbounded below, so never a stopping
     *     criterion
     * @param meanSquaredError mean over cells and genes
     * @param confusion CE of the adversary, ln K at full confusion
     * @param classification loss of the labels, mean over the cells that have one
     * @param reconstruction [B, genes]
     * @param adversaryLogits [B, batches]
     */
    public record AutoencoderLoss(
            PtNDArray total,
            PtNDArray meanSquaredError,
            PtNDArray confusion,
            Optional<PtNDArray> classification,
            PtNDArray reconstruction,
            PtNDArray adversaryLogits) {}

    /**
     * Step (ii): L = w_rec MSE(x, xhat) - w_gen CE(z, A(acts)) + w_cls CE(y, C(h)), for the
     * autoencoder only: the adversary's gradients are not asked for.
     */
    public AutoencoderLoss autoencoderLoss(
            CellBatch cells, Weights weights, LabelLoss labelLoss, Tape tape) {
        Encoder.Activations activations = encoder.train(cells, tape);
        PtNDArray reconstruction = decoder.decode(activations.latent());
        PtNDArray mse = Functions.meanSquaredError(cells.dense(), reconstruction);
        PtNDArray logits = adversary.logits(activations.sideBySide());
        PtNDArray confusion = Functions.softmaxCrossEntropy(logits, cells.batchCodes());
        PtNDArray total = mse.mul(weights.reconstruction()).sub(confusion.mul(weights.adversary()));
        Optional<PtNDArray> classification =
                cells.labels()
                        .flatMap(labels -> classification(activations.latent(), labels, labelLoss));
        if (classification.isPresent()) {
            total = total.add(classification.get().mul(weights.classification()));
        }
        return new AutoencoderLoss(total, mse, confusion, classification, reconstruction, logits);
    }

    /** The loss of naming labels, over the cells that have one; empty in {@code fe}. */
    public Optional<PtNDArray> classification(
            PtNDArray latent, CellBatch.Labels labels, LabelLoss loss) {
        return classifier.map(
                head -> loss.of(head, Functions.rows(latent, labels.positions()), labels.codes()));
    }
}
