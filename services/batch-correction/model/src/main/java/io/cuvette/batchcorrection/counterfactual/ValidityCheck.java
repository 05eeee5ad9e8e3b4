package io.cuvette.batchcorrection.counterfactual;

import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures {@link Validity} on held-out cells. At most {@value #MOST_BATCHES} batches and {@value
 * #MOST_CELLS} cells are drawn, so that its cost does not grow with the data.
 */
public final class ValidityCheck {

    static final int MOST_BATCHES = 50;
    static final int MOST_CELLS = 400;

    /** Of all centroids together; a quarter of a gigabyte. */
    private static final long MOST_VALUES = 1L << 25;

    private final SparseMatrix scaled;
    private final int[] batches;
    private final int[] labels;

    /** Drawn batches, rising. */
    private final int[] targets;

    /** Drawn held-out cells of these batches that have a label. */
    private final int[] cells;

    private final TypeCentroids centroids;

    /**
     * Draws cells and batches.
     *
     * @param scaled all cells x genes in scaled space
     * @param batches code of each cell
     * @param labels code of each cell, -1 where there is none
     * @param heldOut cells that nothing was trained on
     * @param seed of the draw
     */
    public ValidityCheck(
            SparseMatrix scaled, int[] batches, int[] labels, int[] heldOut, long seed) {
        this.scaled = scaled;
        this.batches = batches;
        this.labels = labels;
        RandomStream random = new RandomStream(seed);
        int batchCount = 1 + Arrays.stream(batches).max().orElse(-1);
        int labelCount = 1 + Arrays.stream(labels).max().orElse(-1);
        this.targets =
                draw(
                        IntStream.range(0, batchCount).toArray(),
                        batchesHeld(labelCount, scaled.columns()),
                        random);
        boolean[] chosen = new boolean[batchCount];
        for (int target : targets) {
            chosen[target] = true;
        }
        this.cells =
                draw(
                        Arrays.stream(heldOut)
                                .filter(cell -> labels[cell] >= 0 && chosen[batches[cell]])
                                .toArray(),
                        MOST_CELLS,
                        random);
        this.centroids = TypeCentroids.of(scaled, batches, labels, targets, batchCount, labelCount);
    }

    /** Batches whose centroids fit into {@value #MOST_VALUES} numbers, at least two. */
    private static int batchesHeld(int labels, int genes) {
        long aBatch = Math.max(1, (long) labels * genes);
        return (int) Math.max(2, Math.min(MOST_BATCHES, MOST_VALUES / aBatch));
    }

    private static int[] draw(int[] values, int most, RandomStream random) {
        if (values.length <= most) {
            return values;
        }
        int[] order = random.permutation(values.length);
        return IntStream.range(0, most).map(i -> values[order[i]]).sorted().toArray();
    }

    /** Empty when no held-out cell with a label finds that label in another batch. */
    public Optional<Validity> judge(CounterfactualModel model) {
        ScaledCells own = new ScaledCells(scaled, batches).select(cells);
        Tally tally = new Tally(model.reconstruct(own));
        model.project(own, targets, tally);
        return tally.result();
    }

    /** Compares projections as they come. */
    private final class Tally implements CounterfactualModel.Sink {

        private final DenseMatrix reconstructions;
        private final float[] reconstruction;
        private int pairs;
        private int improved;
        private int kept;
        private double before;
        private double after;
        private double correlation;
        private int correlated;

        Tally(DenseMatrix reconstructions) {
            this.reconstructions = reconstructions;
            this.reconstruction = new float[reconstructions.columns()];
        }

        @Override
        public void accept(int cell, int target, float[] expression) {
            int from = batches[cells[cell]];
            int to = targets[target];
            int label = labels[cells[cell]];
            Optional<double[]> there = centroids.find(to, label);
            if (from == to || there.isEmpty()) {
                return;
            }
            int genes = reconstruction.length;
            System.arraycopy(reconstructions.values(), cell * genes, reconstruction, 0, genes);
            double stayed = TypeCentroids.squaredDistance(reconstruction, there.get());
            double moved = TypeCentroids.squaredDistance(expression, there.get());
            before += stayed;
            after += moved;
            improved += moved < stayed ? 1 : 0;
            kept += centroids.nearest(to, expression) == label ? 1 : 0;
            double[] here = centroids.find(from, label).orElseThrow();
            double r = correlation(expression, there.get(), here);
            if (!Double.isNaN(r)) {
                correlation += r;
                correlated++;
            }
            pairs++;
        }

        /** Pearson correlation of (projection - reconstruction) with (there - here). */
        private double correlation(float[] expression, double[] there, double[] here) {
            int n = here.length;
            double meanX = 0;
            double meanY = 0;
            for (int i = 0; i < n; i++) {
                meanX += (expression[i] - reconstruction[i]) / (double) n;
                meanY += (there[i] - here[i]) / n;
            }
            double xy = 0;
            double xx = 0;
            double yy = 0;
            for (int i = 0; i < n; i++) {
                double x = expression[i] - reconstruction[i] - meanX;
                double y = there[i] - here[i] - meanY;
                xy += x * y;
                xx += x * x;
                yy += y * y;
            }
            return xy / Math.sqrt(xx * yy);
        }

        Optional<Validity> result() {
            if (pairs == 0 || before == 0) {
                return Optional.empty();
            }
            return Optional.of(
                    new Validity(
                            after / before,
                            (double) improved / pairs,
                            (double) kept / pairs,
                            correlated == 0 ? 0 : correlation / correlated,
                            pairs,
                            cells.length,
                            targets.length));
        }
    }
}
