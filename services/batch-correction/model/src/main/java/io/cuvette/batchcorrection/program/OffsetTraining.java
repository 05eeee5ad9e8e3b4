package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.OffsetNetwork;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Tape;
import java.util.List;

/** Trains {@code medl_plus}: one objective, the decoder's output offset by batch. */
final class OffsetTraining extends NetworkTraining {

    /** Weight of the reconstruction in spec 8.4. */
    private static final double RECONSTRUCTION_WEIGHT = 100;

    private final OffsetNetwork network;
    private final PtNDArray reconstructionWeight;
    private final PtNDArray offsetPenalty;
    private final List<Objective<CellBatch>> objectives;

    OffsetTraining(PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        super(Method.MEDL_PLUS, cells, settings, run);
        this.network =
                OffsetNetwork.create(
                        parameters,
                        cells.genes(),
                        cells.batchCount(),
                        settings.architecture(),
                        norms,
                        cells.trainMeans().differences());
        this.reconstructionWeight = tensors.scalar(RECONSTRUCTION_WEIGHT);
        this.offsetPenalty = tensors.scalar(settings.offsetPenalty());
        this.objectives =
                List.of(
                        objective(
                                "autoencoder",
                                (batch, step) -> loss(batch, step.tape()),
                                parameters.group()));
    }

    private Loss loss(CellBatch batch, Tape tape) {
        OffsetNetwork.Loss loss = network.loss(batch, reconstructionWeight, offsetPenalty, tape);
        return withCells(
                Loss.of(loss.total()).with("mse", loss.meanSquaredError()),
                batch,
                loss.reconstruction(),
                RECONSTRUCTION_WEIGHT);
    }

    @Override
    EarlyStopping stopping() {
        return EarlyStopping.on(
                new Monitor("validation.mse", Goal.MINIMIZE, IMPROVEMENT, settings.patience()));
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    HeldOut.Figures evaluate(HeldOut held) {
        PtNDArray decoded = network.decoder().decode(network.encoder().encode(held.x()));
        return held.figures(decoded.add(Functions.rows(network.offsets(), held.batchCodes())));
    }

    @Override
    CorrectionModel model() {
        return OffsetModel.of(
                cells.genes(),
                cells.batchCount(),
                settings.architecture(),
                norms,
                parameters::floats);
    }
}
