package io.cuvette.batchcorrection.program;

import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.mixing.MixedSampler;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.sampling.RowSampler;
import io.cuvette.training.core.sampling.TrainingRows;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Which training cells make a mini-batch, as the job's recipe has it. */
final class CellSampling {
    private final PreparedCells cells;
    private final Recipe recipe;
    private final int batchSize;
    private final long seed;

    CellSampling(PreparedCells cells, Recipe recipe, int batchSize, long seed) {
        this.cells = cells;
        this.recipe = recipe;
        this.batchSize = batchSize;
        this.seed = seed;
    }

    /** Every training cell once an epoch, or as the chosen sampler draws them. */
    RowSampler sampler() {
        int[] train = cells.split().train();
        if (recipe.rowSampler().isPresent()) {
            var marked = new TrainingRows(train, concepts(train));
            return recipe.rowSampler().get().create(marked, batchSize, seed);
        }
        int candidates = recipe.selection().map(f -> f.create(seed).candidates()).orElse(1);
        // a rest of one cell has no variance for batch norm
        return new EpochSampler(train, batchSize * candidates, true, seed);
    }

    /** Batch and, where it has one, label of each cell. */
    private int[][] concepts(int[] rows) {
        int[][] concepts = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            int batch = cells.batches()[rows[i]];
            int label = cells.labels()[rows[i]];
            concepts[i] =
                    label < 0 ? new int[] {batch} : new int[] {batch, cells.batchCount() + label};
        }
        return concepts;
    }

    /** Cells by batch in the given proportions. */
    MixedSampler mixed(double[] proportions) {
        return new MixedSampler(bySource(cells.split().train()), batchSize, proportions, seed);
    }

    /** Share of each batch in the training cells. */
    double[] shares() {
        int[][] rows = bySource(cells.split().train());
        double all = cells.split().train().length;
        return Arrays.stream(rows).mapToDouble(row -> row.length / all).toArray();
    }

    /** The cells of each batch among these. */
    int[][] bySource(int[] among) {
        return IntStream.range(0, cells.batchCount())
                .mapToObj(
                        batch ->
                                Arrays.stream(among)
                                        .filter(cell -> cells.batches()[cell] == batch)
                                        .toArray())
                .toArray(int[][]::new);
    }

    /**
     * @throws TrainingFailedException if a batch has no cells to train on or none to be judged by
     */
    void requireSources() throws TrainingFailedException {
        requireSome("training", bySource(cells.split().train()));
        requireSome("validation", bySource(cells.split().validation()));
    }

    private void requireSome(String part, int[][] rows) throws TrainingFailedException {
        for (int batch = 0; batch < rows.length; batch++) {
            if (rows[batch].length == 0) {
                throw new TrainingFailedException(
                        "Batch %s has no %s cells, which training.mixing needs; leave mixing out, or the batch."
                                .formatted(cells.batchNames().get(batch), part));
            }
        }
    }
}
