package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.training.core.loop.GradientAlignment;
import io.cuvette.training.core.loop.MixtureRounds;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TensorScope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Says of the batches of a dataset how well a network does on them, for mixtures of them. */
final class MixtureSources implements MixtureRounds.Sources {

    /** Cells of each side of a comparison of gradients. */
    private static final int MOST_CELLS = 256;

    private final NetworkTraining training;
    private final int[][] train;
    private final int[][] heldOut;
    private final RandomStream random;

    /**
     * @param sampling which cells are whose
     * @param seed of the draws in forward passes, the same in every round
     */
    MixtureSources(NetworkTraining training, CellSampling sampling, long seed) {
        this.training = training;
        this.train = sampling.bySource(training.cells.split().train());
        this.heldOut = sampling.bySource(training.cells.split().validation());
        this.random = new RandomStream(seed);
    }

    @Override
    public double[] heldOutLosses() {
        return Arrays.stream(heldOut)
                .mapToDouble(rows -> training.measure("source", rows).get("source.mse"))
                .toArray();
    }

    /** Towards all held-out cells, every batch alike. */
    @Override
    @SuppressWarnings("try") // the scope is used by being open
    public double[] alignments() {
        int most = MOST_CELLS / heldOut.length + 2;
        int[] target =
                Arrays.stream(heldOut)
                        .flatMapToInt(rows -> Arrays.stream(rows).limit(most))
                        .toArray();
        CellBatches batches = training.batches();
        List<CellBatch> each = new ArrayList<>();
        try (TensorScope scope = TensorScope.open()) {
            for (int[] rows : train) {
                each.add(batches.of(Arrays.copyOf(rows, Math.min(rows.length, MOST_CELLS))));
            }
            return GradientAlignment.cosines(training, batches.of(target), each, random.copy());
        }
    }
}
