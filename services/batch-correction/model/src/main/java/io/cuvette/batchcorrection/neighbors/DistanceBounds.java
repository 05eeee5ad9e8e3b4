package io.cuvette.batchcorrection.neighbors;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Bounds of squared distances at the speed of a matrix product: {@code |x - y|^2 = |x|^2 + |y|^2 -
 * 2 x.y} about the centroid, in floats, less the most that rounding can have added. What is nearest
 * is to be decided by exact distances, of the few cells that the bounds leave.
 *
 * <p>With {@code u = 2^-24}, {@code n} dimensions and {@code X = |x|^2 + |y|^2}: rounding the
 * centred coordinates moves the squared distance by at most {@code 4uX} and a little more, the
 * norms by {@code uX}, and the sum of n + 1 terms whose sizes add up to at most {@code 2X}, in
 * whatever order, by {@code 2(n + 1)uX}. The slack is twice all of it. Coordinates are scaled by a
 * power of two to at most 1, so that nothing overflows.
 */
final class DistanceBounds implements AutoCloseable {

    /** Cells whose bounds are computed together: a block of them stays in the cache. */
    private static final int WIDTH = 2_048;

    /** More than what is lost where products are too small for a float of full precision. */
    private static final double UNDERFLOW = 0x1p-100;

    /** Beyond it the squares of doubles underflow or overflow, and bounds say nothing of them. */
    private static final int GREATEST_EXPONENT = 480;

    private final int cells;
    private final boolean exactSquares;
    private final double slack;
    private final double[] norms;
    private final double largestNorm;
    private final Tensors tensors = Tensors.open();
    private final PtNDArray coordinates;
    private final List<Tile> tiles = new ArrayList<>();

    /**
     * @param coordinates {@code [cells, dimensions]}
     * @param norms {@code [cells]}, less their slack
     */
    private record Tile(PtNDArray coordinates, PtNDArray norms) {}

    DistanceBounds(Embedding embedding) {
        this.cells = embedding.cells();
        int dimensions = embedding.dimensions();
        double[] centroid = centroid(embedding);
        int exponent = exponent(embedding, centroid);
        double scale = Math.scalb(1.0, -exponent);
        this.exactSquares = Math.abs(exponent) <= GREATEST_EXPONENT;
        this.slack = 2 * (2 * (dimensions + 1) + 6) * 0x1p-24;
        float[] values = new float[Math.multiplyExact(cells, dimensions)];
        this.norms = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            for (int d = 0; d < dimensions; d++) {
                float value = (float) ((embedding.get(cell, d) - centroid[d]) * scale);
                values[cell * dimensions + d] = value;
                norms[cell] += (double) value * value;
            }
        }
        this.largestNorm = Arrays.stream(norms).max().orElse(0);
        this.coordinates = tensors.of(values, cells, dimensions);
        for (int start = 0; start < cells; start += WIDTH) {
            tiles.add(tile(start, Math.min(cells, start + WIDTH)));
        }
    }

    private Tile tile(int start, int end) {
        float[] reduced = new float[end - start];
        for (int cell = start; cell < end; cell++) {
            reduced[cell - start] = (float) (norms[cell] - slack(norms[cell]));
        }
        return new Tile(rows(start, end), tensors.of(reduced));
    }

    private static double[] centroid(Embedding embedding) {
        double[] centroid = new double[embedding.dimensions()];
        for (int cell = 0; cell < embedding.cells(); cell++) {
            for (int d = 0; d < centroid.length; d++) {
                centroid[d] += embedding.get(cell, d) / embedding.cells();
            }
        }
        return centroid;
    }

    /** The least power of two above all centred coordinates. */
    private static int exponent(Embedding embedding, double[] centroid) {
        double largest = 0;
        for (int i = 0; i < embedding.values().length; i++) {
            double value = embedding.values()[i] - centroid[i % centroid.length];
            largest = Math.max(largest, Math.abs(value));
        }
        if (!Double.isFinite(largest)) {
            throw new IllegalArgumentException("distances need values that are finite");
        }
        return largest == 0 ? 0 : Math.getExponent(largest) + 1;
    }

    private double slack(double norm) {
        return slack * norm + UNDERFLOW;
    }

    int tiles() {
        return tiles.size();
    }

    /** First cell of a tile. */
    int start(int tile) {
        return tile * WIDTH;
    }

    /** After the last cell of a tile. */
    int end(int tile) {
        return Math.min(cells, start(tile) + WIDTH);
    }

    /**
     * Lower bounds of the squared distances of some cells to those of a tile, less a number of each
     * query's own, so that only bounds of the same query compare.
     *
     * @param from first query
     * @param to after the last one
     * @return {@code [to - from, end(tile) - start(tile)]}
     */
    @SuppressWarnings("try") // scopes and modes are used by being open
    float[] lower(int from, int to, int tile) {
        try (TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            Tile columns = tiles.get(tile);
            PtNDArray queries = Functions.times(rows(from, to), -2);
            return Functions.linearTransposed(queries, columns.coordinates(), columns.norms())
                    .toFloatArray();
        }
    }

    /** What a squared distance of the query exceeds its lower bound by at most; may be infinite. */
    double gap(int query) {
        return exactSquares
                ? 2 * (slack(norms[query]) + slack(largestNorm))
                : Double.POSITIVE_INFINITY;
    }

    private PtNDArray rows(int from, int to) {
        return Functions.rows(
                coordinates, tensors.of(LongStream.range(from, to).toArray(), to - from));
    }

    @Override
    public void close() {
        tensors.close();
    }
}
