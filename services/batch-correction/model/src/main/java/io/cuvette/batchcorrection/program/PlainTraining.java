package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
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
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.tensor.Functions;
import java.util.List;

/** Trains {@code ae}: reconstruction alone. */
final class PlainTraining extends NetworkTraining {

    private final PlainAutoencoder network;
    private final List<Objective<CellBatch>> objectives;

    PlainTraining(PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        super(Method.AE, cells, settings, run);
        this.network =
                PlainAutoencoder.create(parameters, cells.genes(), settings.architecture(), norms);
        this.objectives = List.of(objective("autoencoder", this::loss, parameters.group()));
    }

    private Loss loss(CellBatch batch, StepContext step) {
        PtNDArray reconstruction = network.reconstruction(batch, step.tape());
        PtNDArray error = Functions.meanSquaredError(batch.dense(), reconstruction);
        Loss loss = Loss.of(error).withOutputs(reconstruction).withTask("reconstruction", error);
        return withCells(loss, batch, reconstruction, 1);
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
                Method.AE, cells.genes(), settings.architecture(), norms, parameters::floats);
    }
}
