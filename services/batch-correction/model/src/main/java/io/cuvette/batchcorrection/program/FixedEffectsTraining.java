package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.FixedEffectsNetwork;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.schedule.ConstantRate;
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
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
            Method method, PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        super(method, cells, settings, seed);
        this.method = method;
        this.network = network(parameters);
        this.weights =
                new FixedEffectsNetwork.Weights(
                        tensors.scalar(settings.reconstructionWeight()),
                        tensors.scalar(settings.adversaryWeight()),
                        tensors.scalar(settings.classificationWeight()));
        Schedule rate = new ConstantRate(settings.learningRate());
        this.objectives =
                List.of(
                        new Objective<>(
                                "adversary",
                                (batch, step) -> Loss.of(network.adversaryLoss(batch, step.tape())),
                                new AdamW(
                                        tensors,
                                        parameters.group(FixedEffectsNetwork.ADVERSARY),
                                        ADAM),
                                rate),
                        new Objective<>(
                                "autoencoder",
                                (batch, step) -> autoencoderLoss(batch, step.tape()),
                                new AdamW(
                                        tensors,
                                        parameters.group(
                                                FixedEffectsNetwork.AUTOENCODER.toArray(
                                                        String[]::new)),
                                        ADAM),
                                rate));
    }

    private FixedEffectsNetwork network(Parameters parameters) {
        int batches = cells.batchCount();
        return method == Method.FEC
                ? FixedEffectsNetwork.classifying(
                        parameters,
                        cells.genes(),
                        batches,
                        cells.labelNames().size(),
                        settings.architecture())
                : FixedEffectsNetwork.create(
                        parameters, cells.genes(), batches, settings.architecture());
    }

    private Loss autoencoderLoss(CellBatch batch, Tape tape) {
        FixedEffectsNetwork.AutoencoderLoss loss = network.autoencoderLoss(batch, weights, tape);
        Loss parts =
                Loss.of(loss.total())
                        .with("mse", loss.meanSquaredError())
                        .with("confusion", loss.confusion());
        return loss.classification().map(ce -> parts.with("classification", ce)).orElse(parts);
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
                        .flatMap(labels -> network.classification(activations.latent(), labels));
        return classification.isEmpty()
                ? figures
                : figures.and(
                        "classification",
                        classification.get(),
                        held.labels().orElseThrow().codes().size());
    }

    @Override
    CorrectionModel model() {
        return AutoencoderModel.of(
                method, cells.genes(), settings.architecture(), parameters::floats);
    }
}
