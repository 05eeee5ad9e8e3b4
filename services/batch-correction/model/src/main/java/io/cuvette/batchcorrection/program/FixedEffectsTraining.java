package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
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
import io.cuvette.training.core.schedule.Schedule;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.SparseBatch;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;
import java.util.Map;

/** Trains {@code fe}: each step the adversary first, then the autoencoder against it. */
final class FixedEffectsTraining extends AutoencoderTraining {

    private final FixedEffectsNetwork network;
    private final PtNDArray reconstructionWeight;
    private final PtNDArray adversaryWeight;
    private final List<Objective<CellBatch>> objectives;

    FixedEffectsTraining(PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        super(Method.FE, cells, settings, seed);
        this.network =
                FixedEffectsNetwork.create(
                        parameters, cells.genes(), cells.batchCount(), settings.architecture());
        this.reconstructionWeight = tensors.scalar(settings.reconstructionWeight());
        this.adversaryWeight = tensors.scalar(settings.adversaryWeight());
        Schedule rate = new Schedule.Constant(settings.learningRate());
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

    private Loss autoencoderLoss(CellBatch batch, Tape tape) {
        FixedEffectsNetwork.AutoencoderLoss loss =
                network.autoencoderLoss(batch, reconstructionWeight, adversaryWeight, tape);
        return Loss.of(loss.total())
                .with("mse", loss.meanSquaredError())
                .with("confusion", loss.confusion());
    }

    /**
     * Both must have come to rest: the loss itself is unbounded below and decides nothing.
     *
     * @param patience epochs without an improvement of 0.5 %
     */
    static EarlyStopping stopping(int patience) {
        return EarlyStopping.on(
                new Monitor("validation.mse", Goal.MINIMIZE, 0.005, patience),
                new Monitor("validation.confusion", Goal.MAXIMIZE, 0.005, patience));
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    Held evaluate(SparseBatch x, PtNDArray target, PtNDArray batchCodes) {
        Encoder.Activations activations = network.encoder().evaluate(x);
        PtNDArray reconstruction = network.decoder().decode(activations.latent());
        PtNDArray confusion =
                Functions.softmaxCrossEntropy(
                        network.adversary().logits(activations.sideBySide()), batchCodes);
        return new Held(
                sumOfSquares(target, reconstruction), Map.of("confusion", confusion.mul(x.rows())));
    }
}
