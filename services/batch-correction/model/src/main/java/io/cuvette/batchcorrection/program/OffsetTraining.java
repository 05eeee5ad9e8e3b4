package io.cuvette.batchcorrection.program;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.batchcorrection.network.OffsetNetwork;
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

/** Trains {@code medl_plus}: one objective, the decoder's output offset by batch. */
final class OffsetTraining extends AutoencoderTraining {

    /** Weight of the reconstruction in spec 8.4. */
    private static final double RECONSTRUCTION_WEIGHT = 100;

    private final OffsetNetwork network;
    private final PtNDArray reconstructionWeight;
    private final PtNDArray offsetPenalty;
    private final List<Objective<CellBatch>> objectives;

    OffsetTraining(PreparedCells cells, BatchCorrectionSettings settings, long seed) {
        super(Method.MEDL_PLUS, cells, settings, seed);
        this.network =
                OffsetNetwork.create(
                        parameters,
                        cells.genes(),
                        cells.batchCount(),
                        settings.architecture(),
                        meanOffsets(cells));
        this.reconstructionWeight = tensors.scalar(RECONSTRUCTION_WEIGHT);
        this.offsetPenalty = tensors.scalar(settings.offsetPenalty());
        this.objectives =
                List.of(
                        new Objective<>(
                                "autoencoder",
                                (batch, step) -> loss(batch, step.tape()),
                                new AdamW(tensors, parameters.group(), ADAM),
                                new Schedule.Constant(settings.learningRate())));
    }

    private Loss loss(CellBatch batch, Tape tape) {
        OffsetNetwork.Loss loss = network.loss(batch, reconstructionWeight, offsetPenalty, tape);
        return Loss.of(loss.total()).with("mse", loss.meanSquaredError());
    }

    /** Mean of each batch minus mean of all, over training cells; zero for a batch without any. */
    private static double[] meanOffsets(PreparedCells cells) {
        int genes = cells.genes();
        double[] sums = new double[cells.batchCount() * genes];
        double[] all = new double[genes];
        int[] counts = new int[cells.batchCount()];
        int[] train = cells.split().train();
        cells.forEachBlock(
                train,
                (first, block) -> {
                    for (int i = 0; i < block.rows(); i++) {
                        int batch = cells.batches()[train[first + i]];
                        counts[batch]++;
                        for (int k = block.rowPointers()[i]; k < block.rowPointers()[i + 1]; k++) {
                            int gene = block.columnIndices()[k];
                            sums[batch * genes + gene] += block.values()[k];
                            all[gene] += block.values()[k];
                        }
                    }
                });
        int total = train.length;
        for (int batch = 0; batch < counts.length; batch++) {
            for (int gene = 0; gene < genes; gene++) {
                int i = batch * genes + gene;
                sums[i] = counts[batch] == 0 ? 0 : sums[i] / counts[batch] - all[gene] / total;
            }
        }
        return sums;
    }

    static EarlyStopping stopping(int patience) {
        return EarlyStopping.on(new Monitor("validation.mse", Goal.MINIMIZE, 0.005, patience));
    }

    @Override
    public List<Objective<CellBatch>> objectives() {
        return objectives;
    }

    @Override
    Held evaluate(SparseBatch x, PtNDArray target, PtNDArray batchCodes) {
        PtNDArray decoded = network.decoder().decode(network.encoder().encode(x));
        PtNDArray reconstruction = decoded.add(Functions.rows(network.offsets(), batchCodes));
        return new Held(sumOfSquares(target, reconstruction), Map.of());
    }
}
