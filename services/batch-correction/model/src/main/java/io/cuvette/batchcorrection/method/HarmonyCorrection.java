package io.cuvette.batchcorrection.method;

import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.harmony.HarmonyModel;
import io.cuvette.batchcorrection.harmony.SoftAssignments;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.stream.IntStream;

/**
 * Harmony on principal components. Expression is what the components give back, so what they leave
 * out is missing from reconstruction and projection alike.
 *
 * @param pca whose scores are corrected
 * @param harmony clusters and batch effects
 */
public record HarmonyCorrection(Pca pca, HarmonyModel harmony) implements CounterfactualModel {

    /** Cells that are held in double precision at once. */
    private static final int BLOCK = 1024;

    public HarmonyCorrection {
        if (pca.count() != harmony.dimensions()) {
            throw new IllegalArgumentException(
                    "%d components, corrected are %d".formatted(pca.count(), harmony.dimensions()));
        }
    }

    @Override
    public Method method() {
        return Method.HARMONY;
    }

    @Override
    public int dimensions() {
        return pca.count();
    }

    @Override
    public int genes() {
        return pca.mean().length;
    }

    @Override
    public int batchCount() {
        return harmony.batches();
    }

    /** Assigns cells to the clusters as they were fitted; see {@link HarmonyModel#encode}. */
    @Override
    public DenseMatrix encode(ScaledCells cells) {
        return inBlocks(
                cells, dimensions(), block -> harmony.encode(scores(block), block.batches()));
    }

    @Override
    public DenseMatrix correct(ScaledCells cells) {
        return inBlocks(
                cells,
                genes(),
                block -> pca.inverseTransform(harmony.encode(scores(block), block.batches())));
    }

    @Override
    public DenseMatrix reconstruct(ScaledCells cells) {
        return inBlocks(cells, genes(), block -> pca.inverseTransform(scores(block)));
    }

    @Override
    public void project(ScaledCells cells, int[] targets, Sink sink) {
        cells.require(genes(), batchCount());
        CounterfactualModel.requireTargets(targets, batchCount());
        for (int cell = 0; cell < cells.size(); cell++) {
            ScaledCells one = cells.select(new int[] {cell});
            Embedding z = scores(one);
            SoftAssignments assignments = harmony.assign(z, one.batches());
            for (int t = 0; t < targets.length; t++) {
                Embedding moved = harmony.project(z, one.batches(), targets[t], assignments);
                sink.accept(cell, t, pca.inverseTransform(moved).toMatrix().values());
            }
        }
    }

    private Embedding scores(ScaledCells cells) {
        return pca.transform(cells.values());
    }

    @FunctionalInterface
    private interface Step {
        Embedding apply(ScaledCells block);
    }

    private DenseMatrix inBlocks(ScaledCells cells, int width, Step step) {
        cells.require(genes(), batchCount());
        float[] out = new float[Math.multiplyExact(cells.size(), width)];
        for (int from = 0; from < cells.size(); from += BLOCK) {
            int[] block = IntStream.range(from, Math.min(cells.size(), from + BLOCK)).toArray();
            float[] values = step.apply(cells.select(block)).toMatrix().values();
            System.arraycopy(values, 0, out, from * width, values.length);
        }
        return new DenseMatrix(cells.size(), width, out);
    }

    @Override
    public long sizeBytes() {
        return harmony.sizeBytes() + pca.sizeBytes();
    }

    @Override
    public void close() {
        // nothing outside the heap
    }
}
