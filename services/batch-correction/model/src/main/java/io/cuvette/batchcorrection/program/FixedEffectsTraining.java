package io.cuvette.batchcorrection.program;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.FixedEffectsNetwork;
import io.cuvette.training.core.augment.Augmentation;
import io.cuvette.training.core.augment.MixedBatch;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.uncertainty.ClassPredictions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Trains {@code fe} and {@code fec}: each step the adversary first, then the autoencoder against
 * it.
 */
final class FixedEffectsTraining extends NetworkTraining {

    private final Method method;
    private final FixedEffectsNetwork network;
    private final FixedEffectsNetwork.Weights weights;
    private final List<Objective<CellBatch>> objectives;

    FixedEffectsTraining(
            Method method, PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        super(method, cells, settings, run);
        this.method = method;
        this.network = network(parameters);
        this.weights =
                new FixedEffectsNetwork.Weights(
                        tensors.scalar(settings.reconstructionWeight()),
                        tensors.scalar(settings.adversaryWeight()),
                        tensors.scalar(settings.classificationWeight()));
        this.objectives =
                List.of(
                        objective(
                                "adversary",
                                this::adversaryLoss,
                                parameters.group(FixedEffectsNetwork.ADVERSARY)),
                        objective(
                                "autoencoder",
                                this::autoencoderLoss,
                                parameters.group(
                                        FixedEffectsNetwork.AUTOENCODER.toArray(String[]::new))));
    }

    private FixedEffectsNetwork network(Parameters parameters) {
        int batches = cells.batchCount();
        return method == Method.FEC
                ? FixedEffectsNetwork.classifying(
                        parameters,
                        cells.genes(),
                        batches,
                        cells.labelNames().size(),
                        settings.architecture(),
                        norms)
                : FixedEffectsNetwork.create(
                        parameters, cells.genes(), batches, settings.architecture(), norms);
    }

    private Loss adversaryLoss(CellBatch batch, StepContext step) {
        PtNDArray logits = network.adversaryLogits(batch, step.tape());
        return Loss.of(Functions.softmaxCrossEntropy(logits, batch.batchCodes()))
                .withOutputs(logits);
    }

    private Loss autoencoderLoss(CellBatch batch, StepContext step) {
        FixedEffectsNetwork.AutoencoderLoss loss =
                network.autoencoderLoss(batch, weights, labelLoss(step), step.tape());
        Loss parts =
                Loss.of(loss.total())
                        .with("mse", loss.meanSquaredError())
                        .with("confusion", loss.confusion());
        if (loss.classification().isPresent()) {
            parts = parts.with("classification", loss.classification().get());
        } else {
            parts = parts.withOutputs(loss.reconstruction(), loss.adversaryLogits());
        }
        return withCells(
                settings.recipe().optimizer().isPresent() ? withTasks(parts, loss) : parts,
                batch,
                loss.reconstruction(),
                settings.reconstructionWeight());
    }

    /** The terms apart, for optimizers that treat tasks so. */
    private Loss withTasks(Loss parts, FixedEffectsNetwork.AutoencoderLoss loss) {
        Loss tasks =
                parts.withTask(
                                "reconstruction",
                                loss.meanSquaredError().mul(weights.reconstruction()))
                        .withTask("confusion", loss.confusion().mul(weights.adversary()).neg());
        return loss.classification()
                .map(ce -> tasks.withTask("classification", ce.mul(weights.classification())))
                .orElse(tasks);
    }

    /**
     * By the chosen loss, on latents that the chosen augmentation has mixed; a loss of embeddings
     * comes to it, on the latents as they are.
     */
    private FixedEffectsNetwork.LabelLoss labelLoss(StepContext step) {
        Recipe recipe = settings.recipe();
        if (recipe.loss().isEmpty()
                && recipe.augment().isEmpty()
                && recipe.embeddingLoss().isEmpty()) {
            return FixedEffectsNetwork.CROSS_ENTROPY;
        }
        ClassificationLoss base = recipe.lossOrCrossEntropy();
        LossContext context = LossContext.of(step.random());
        return (classifier, latents, codes) -> {
            PtNDArray named;
            if (recipe.augment().isPresent()) {
                Augmentation augment = recipe.augment().get().plan();
                MixedBatch mixed = augment.mix(latents, codes, step.random(), step.progress());
                named = mixed.loss(classifier.logits(mixed.inputs()), base, context);
            } else {
                named = base.evaluate(classifier.logits(latents), codes, context);
            }
            return recipe.embeddingLoss()
                    .map(chosen -> chosen.plan().evaluate(latents, codes).add(named))
                    .orElse(named);
        };
    }

    /** Both must have come to rest: the loss itself is unbounded below and decides nothing. */
    @Override
    EarlyStopping stopping() {
        int patience = settings.patience();
        return EarlyStopping.on(
                new Monitor("validation.mse", Goal.MINIMIZE, IMPROVEMENT, patience),
                new Monitor("validation.confusion", Goal.MAXIMIZE, IMPROVEMENT, patience));
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    HeldOut.Figures evaluate(HeldOut held) {
        Encoder.Activations activations = network.encoder().evaluate(held.x());
        PtNDArray confusion =
                Functions.softmaxCrossEntropy(
                        network.adversary().logits(activations.sideBySide()), held.batchCodes());
        HeldOut.Figures figures =
                held.figures(network.decoder().decode(activations.latent()))
                        .and("confusion", confusion, held.size());
        Optional<PtNDArray> classification =
                held.labels()
                        .flatMap(
                                labels ->
                                        network.classification(
                                                activations.latent(),
                                                labels,
                                                FixedEffectsNetwork.CROSS_ENTROPY));
        return classification.isEmpty()
                ? figures
                : figures.and(
                        "classification",
                        classification.get(),
                        held.labels().orElseThrow().codes().size());
    }

    @Override
    boolean namesLabels() {
        return network.classifier().isPresent();
    }

    @Override
    @SuppressWarnings("try") // scopes and modes are used by being open
    ClassPredictions labelPredictions(int[] members) {
        int[] labelled = Arrays.stream(members).filter(cell -> cells.labels()[cell] >= 0).toArray();
        double[][] logits = new double[labelled.length][];
        try (GradMode off = GradMode.off()) {
            for (int from = 0; from < labelled.length; from += VALIDATION_ROWS) {
                int to = Math.min(labelled.length, from + VALIDATION_ROWS);
                try (TensorScope scope = TensorScope.open()) {
                    HeldOut held = batches().heldOut(Arrays.copyOfRange(labelled, from, to));
                    PtNDArray latents = network.encoder().evaluate(held.x()).latent();
                    PtNDArray block = network.classifier().orElseThrow().logits(latents);
                    double[] values = block.toType(DataType.FLOAT64, false).toDoubleArray();
                    int width = values.length / (to - from);
                    for (int i = from; i < to; i++) {
                        int start = (i - from) * width;
                        logits[i] = Arrays.copyOfRange(values, start, start + width);
                    }
                }
            }
        }
        int[] codes = Arrays.stream(labelled).map(cell -> cells.labels()[cell]).toArray();
        return new ClassPredictions(logits, codes);
    }

    @Override
    CorrectionModel model() {
        return AutoencoderModel.of(
                method, cells.genes(), settings.architecture(), norms, parameters::floats);
    }
}
