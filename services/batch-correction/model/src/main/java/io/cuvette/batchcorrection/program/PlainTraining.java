package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.PlainAutoencoder;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.optimizer.AdamW;
import io.cuvette.training.core.schedule.ConstantRate;
import java.util.List;

/** Trains {@code ae}: reconstruction alone. */
final class PlainTraining extends NetworkTraining {

    private final PlainAutoencoder network;
    private final List<Objective<CellBatch>> objectives;

    PlainTraining(PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        super(Method.AE, cells, settings, seed);
        this.network = PlainAutoencoder.create(parameters, cells.genes(), settings.architecture());
        this.objectives =
                List.of(
                        new Objective<>(
                                "autoencoder",
                                (batch, step) -> Loss.of(network.loss(batch, step.tape())),
                                new AdamW(tensors, parameters.group(), ADAM),
                                new ConstantRate(settings.learningRate())));
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    HeldOut.Figures evaluate(HeldOut held) {
        return held.figures(network.decoder().decode(network.encoder().encode(held.x())));
    }

    @Override
    EarlyStopping stopping() {
        return EarlyStopping.on(
                new Monitor("validation.mse", Goal.MINIMIZE, IMPROVEMENT, settings.patience()));
    }

    @Override
    CorrectionModel model() {
        return AutoencoderModel.of(
                Method.AE, cells.genes(), settings.architecture(), parameters::floats);
    }
}
