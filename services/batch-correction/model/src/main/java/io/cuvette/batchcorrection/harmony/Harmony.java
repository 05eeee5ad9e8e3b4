package io.cuvette.batchcorrection.harmony;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Harmony (Korsunsky et al., Nature Methods 16, 2019) of an embedding, usually principal
 * components: rounds of clustering with a diversity penalty ({@link SoftClustering}) on the
 * directions of corrected cells, and of a linear correction in each cluster ({@link
 * RidgeCorrection}) that always starts from the uncorrected cells. Hence for the assignments R and
 * effects W of the last round {@code corrected = z - sum_c R_c W_c[b]} holds for every cell, to
 * rounding.
 *
 * <p>The same seed gives the same bits, on any number of threads.
 *
 * <p><b>Cost.</b> With N cells, C clusters and d dimensions an inner iteration takes two products
 * of 2 N C d operations (centroids, cosines) and some 30 N C for the exponentials; a round adds two
 * of 2 N C d in double precision. 69,000 x 50 with 100 clusters: 1.6 GFLOP an iteration, at most
 * 320 GFLOP for 10 rounds of 20; at the 10 to 20 GFLOP/s that compiled Java reaches on a core, 8 to
 * 16 s on two. Measured: 27 processor seconds on a machine shared with others, for the 8 rounds to
 * convergence. Batches cost what lies in tables of batches x clusters only. Memory: {@link
 * #bytes(int, int, int, int)}; nothing has the size of cells x batches.
 *
 * @param model what new cells and projections need
 * @param corrected training cells, cells x dimensions
 * @param assignments of the training cells, those that {@code corrected} was made with
 * @param objective of each round
 * @param converged false when {@code maxOuter} rounds did not suffice
 */
public record Harmony(
        HarmonyModel model,
        Embedding corrected,
        SoftAssignments assignments,
        double[] objective,
        boolean converged) {

    /** Values of one array. */
    public static final long MOST_VALUES = Integer.MAX_VALUE - 8;

    /** Told of each round, and free to throw to end the fit. */
    @FunctionalInterface
    public interface RoundListener {
        /**
         * @param round from 1
         * @param objective after its clustering
         */
        void finished(int round, double objective);
    }

    public static Harmony fit(
            Embedding cells, int[] batches, int batchCount, HarmonySettings settings, long seed) {
        return fit(cells, batches, batchCount, settings, seed, (round, objective) -> {});
    }

    /**
     * @param cells at least 2, all values finite
     * @param batches code of each cell, 0 to {@code batchCount - 1}; a batch may be without cells
     * @throws IllegalArgumentException on other input, and when assignments of cells x clusters or
     *     effects of batches x clusters x dimensions exceed an array
     */
    public static Harmony fit(
            Embedding cells,
            int[] batches,
            int batchCount,
            HarmonySettings settings,
            long seed,
            RoundListener listener) {
        int clusters = check(cells, batches, batchCount, settings);
        int dimensions = cells.dimensions();
        BatchOrder order = BatchOrder.of(batches, batchCount);
        float[] directions = new float[cells.values().length];
        normalize(cells.values(), dimensions, directions);
        SoftClustering clustering =
                new SoftClustering(
                        directions,
                        dimensions,
                        clusters,
                        order,
                        settings,
                        new SplittableRandom(seed));
        RidgeCorrection correction =
                new RidgeCorrection(cells.values(), dimensions, clusters, order, settings.lambda());
        double[] corrected = new double[cells.values().length];
        double[] objective = new double[settings.maxOuter()];
        int rounds = 0;
        boolean converged = false;
        while (!converged && rounds < settings.maxOuter()) {
            objective[rounds] = clustering.run(batches);
            correction.fit(clustering.assignments());
            correction.apply(clustering.assignments(), corrected);
            normalize(corrected, dimensions, directions);
            converged =
                    rounds > 0
                            && Math.abs(objective[rounds - 1] - objective[rounds])
                                    < settings.epsilonHarmony() * Math.abs(objective[rounds - 1]);
            rounds++;
            listener.finished(rounds, objective[rounds - 1]);
        }
        HarmonyModel model =
                new HarmonyModel(
                        batchCount,
                        clusters,
                        dimensions,
                        settings.sigma(),
                        flat(clustering.updatedCentroids().values()),
                        flat(clustering.presentPenalties()),
                        correction.effects());
        return new Harmony(
                model,
                new Embedding(cells.cells(), dimensions, corrected),
                new SoftAssignments(cells.cells(), clusters, clustering.assignments()),
                Arrays.copyOf(objective, rounds),
                converged);
    }

    /**
     * Memory of a fit beside its input: corrected cells (8 bytes a value), their directions (4),
     * assignments (4 a cell and cluster), 24 bytes a cell of orders, and tables of batches x
     * clusters x (dimensions + 3).
     */
    public static long bytes(int cells, int dimensions, int batches, int clusters) {
        long aCell = 12L * dimensions + 4L * clusters + 24;
        long partials = (cells / 1024 + 1L) * clusters * dimensions * Float.BYTES;
        return cells * aCell + (long) batches * clusters * (8L * dimensions + 24) + partials;
    }

    private static int check(
            Embedding cells, int[] batches, int batchCount, HarmonySettings settings) {
        if (cells.cells() < 2) {
            throw new IllegalArgumentException(
                    "Harmony needs at least 2 cells, got %d".formatted(cells.cells()));
        }
        if (batches.length != cells.cells()) {
            throw new IllegalArgumentException(
                    "%d batch codes for %d cells; give one a cell"
                            .formatted(batches.length, cells.cells()));
        }
        if (batchCount < 1) {
            throw new IllegalArgumentException(
                    "the number of batches is %d; at least 1 is needed".formatted(batchCount));
        }
        HarmonyModel.checkFinite(cells);
        int clusters = settings.clustersFor(cells.cells());
        if ((long) cells.cells() * clusters > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "%d cells x %d clusters exceed an array; ask for fewer clusters"
                            .formatted(cells.cells(), clusters));
        }
        if ((long) batchCount * clusters * cells.dimensions() > MOST_VALUES) {
            throw new IllegalArgumentException(
                    "%d batches x %d clusters x %d dimensions exceed an array; ask for fewer clusters"
                            .formatted(batchCount, clusters, cells.dimensions()));
        }
        return clusters;
    }

    private static void normalize(double[] cells, int dimensions, float[] out) {
        Chunks.forEach(
                cells.length / dimensions,
                1024,
                (chunk, from, to) -> {
                    for (int cell = from; cell < to; cell++) {
                        int at = cell * dimensions;
                        Kernels.normalize(cells, at, dimensions, out, at);
                    }
                });
    }

    private static float[] flat(float[][] rows) {
        float[] out = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, out, i * rows[i].length, rows[i].length);
        }
        return out;
    }
}
