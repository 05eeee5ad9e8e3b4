package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.batchcorrection.network.BatchIndex;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.RandomEffectsNetwork;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loop.Objective;
import io.cuvette.training.core.loop.StepContext;
import io.cuvette.training.core.tensor.Functions;
import java.util.List;

/** Trains {@code re}: reconstruction, the batch kept in the latent, and the tables' divergence. */
final class RandomEffectsTraining extends NetworkTraining {

    private final RandomEffectsNetwork network;
    private final RandomEffectsNetwork.Weights weights;
    private final List<Objective<CellBatch>> objectives;

    RandomEffectsTraining(PreparedCells cells, BatchCorrectionSettings settings, Run run) {
        super(Method.RE, cells, settings, run);
        BatchCorrectionSettings.RandomEffects own = settings.randomEffects();
        this.network =
                RandomEffectsNetwork.create(
                        parameters, cells.genes(), cells.batchCount(), settings.architecture());
        this.weights =
                new RandomEffectsNetwork.Weights(
                        tensors.scalar(own.reconstructionWeight()),
                        tensors.scalar(own.clusteringWeight()),
                        tensors.scalar(own.divergenceWeight()));
        this.objectives = List.of(objective("autoencoder", this::loss, parameters.group()));
    }

    private Loss loss(CellBatch batch, StepContext step) {
        RandomEffectsNetwork.Loss loss = network.loss(batch, weights, step.tape(), step.random());
        Loss parts =
                Loss.of(loss.total())
                        .with("mse", loss.meanSquaredError())
                        .with("clustering", loss.clustering())
                        .with("divergence", loss.divergence());
        return withCells(
                parts,
                batch,
                loss.reconstruction(),
                settings.randomEffects().reconstructionWeight());
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    HeldOut.Figures evaluate(HeldOut held) {
        BatchIndex batches = BatchIndex.of(held.batchCodes());
        PtNDArray latent = network.encoder().encode(held.x(), batches);
        PtNDArray reconstruction = network.decoder().decode(latent, batches);
        PtNDArray clustering =
                Functions.softmaxCrossEntropy(
                        network.classifier().logits(latent), held.batchCodes());
        PtNDArray mse = Functions.meanSquaredError(held.dense(), reconstruction);
        PtNDArray objective =
                mse.mul(weights.reconstruction()).add(clustering.mul(weights.clustering()));
        return held.figures(reconstruction)
                .and("clustering", clustering, held.size())
                .and("objective", objective, held.size());
    }

    /** What the reference meant to watch: its loss without the divergence. */
    @Override
    EarlyStopping stopping() {
        return EarlyStopping.on(
                new Monitor(
                        "validation.objective", Goal.MINIMIZE, IMPROVEMENT, settings.patience()));
    }

    @Override
    CorrectionModel model() {
        return RandomEffectsModel.of(
                cells.genes(), cells.batchCount(), settings.architecture(), parameters::floats);
    }
}
