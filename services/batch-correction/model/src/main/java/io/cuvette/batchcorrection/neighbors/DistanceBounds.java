package io.cuvette.batchcorrection.neighbors;

import ai.djl.Device;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Bounds of squared distances at the speed of a matrix product: {@code |x - y|^2 = |x|^2 + |y|^2 -
 * 2 x.y} about the centroid, in floats, less the most that rounding can have added. What is nearest
 * is to be decided by exact distances, of the few cells that the bounds leave.
 *
 * <p>Coordinates are scaled by a power of two to at most 1, so that nothing overflows, and all
 * bounds are of scaled distances. With {@code u = 2^-24}, {@code n} dimensions and {@code X = |x|^2
 * + |y|^2}: rounding the centred coordinates moves the squared distance by at most {@code 4uX} and
 * a little more, the norms by {@code uX}, and the sum of n + 1 terms whose sizes add up to at most
 * {@code 2X}, in whatever order, by {@code 2(n + 1)uX}. The slack is twice all of it.
 */
final class DistanceBounds implements AutoCloseable {

    /** Cells whose bounds are computed together: a block of them stays in the cache. */
    static final int TILE = 2_048;

    /** More than what is lost where products are too small for a float of full precision. */
    private static final double UNDERFLOW = 0x1p-100;

    /** Beyond it the squares of doubles underflow or overflow, and bounds say nothing of them. */
    private static final int GREATEST_EXPONENT = 480;

    private final int cells;
    private final double scale;
    private final boolean squaresInRange;
    private final double slack;
    private final double[] norms;
    private final List<Tile> tiles = new ArrayList<>();
    private final Tensors tensors;

    /**
     * @param points {@code [cells, dimensions]}, centred and scaled
     * @param reduced {@code [cells]}: their squared norms less the slack
     */
    private record Tile(PtNDArray points, PtNDArray reduced) {}

    /**
     * @param embedding finite values
     */
    DistanceBounds(Embedding embedding) {
        this.cells = embedding.cells();
        double[] centroid = centroid(embedding);
        double largest = largest(embedding, centroid);
        int exponent = largest == 0 ? 0 : Math.getExponent(largest) + 1;
        this.squaresInRange = Math.abs(exponent) <= GREATEST_EXPONENT;
        this.scale = Math.scalb(1.0, -exponent);
        this.slack = 2 * (2 * (embedding.dimensions() + 1) + 6) * 0x1p-24;
        this.norms = new double[cells];
        // on an accelerator products may be of fewer digits than the slack allows for
        this.tensors = Tensors.open(Device.cpu());
        try {
            for (int start = 0; start < cells; start += TILE) {
                tiles.add(tile(embedding, centroid, start, Math.min(cells, start + TILE)));
            }
        } catch (RuntimeException | Error e) {
            tensors.close();
            throw e;
        }
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

    private static double largest(Embedding embedding, double[] centroid) {
        double largest = 0;
        for (int i = 0; i < embedding.values().length; i++) {
            double value = embedding.values()[i] - centroid[i % centroid.length];
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private Tile tile(Embedding embedding, double[] centroid, int start, int end) {
        int dimensions = embedding.dimensions();
        float[] points = new float[(end - start) * dimensions];
        float[] reduced = new float[end - start];
        if (squaresInRange) {
            for (int cell = start; cell < end; cell++) {
                for (int d = 0; d < dimensions; d++) {
                    float value = (float) ((embedding.get(cell, d) - centroid[d]) * scale);
                    points[(cell - start) * dimensions + d] = value;
                    norms[cell] += (double) value * value;
                }
                reduced[cell - start] = (float) (norms[cell] - slack(cell));
            }
        }
        return new Tile(tensors.of(points, end - start, dimensions), tensors.of(reduced));
    }

    private double slack(int cell) {
        return slack * norms[cell] + UNDERFLOW;
    }

    int tiles() {
        return tiles.size();
    }

    /** First cell of a tile. */
    int start(int tile) {
        return tile * TILE;
    }

    /** After the last cell of a tile. */
    int end(int tile) {
        return Math.min(cells, start(tile) + TILE);
    }

    /**
     * Queries as {@link #lower} takes them.
     *
     * @param from first of them
     * @param to after the last one, in the same tile
     */
    PtNDArray queries(int from, int to) {
        int tile = from / TILE;
        long[] rows = LongStream.range(from - start(tile), to - start(tile)).toArray();
        return Functions.times(Functions.rows(tiles.get(tile).points(), tensors.of(rows)), -2);
    }

    /**
     * Lower bounds of the squared distances of queries to the cells of a tile, less a number of
     * each query's own, so that only bounds of the same query compare.
     *
     * @return {@code [queries, end(tile) - start(tile)]}
     */
    @SuppressWarnings("try") // scopes are used by being open
    float[] lower(PtNDArray queries, int tile) {
        try (TensorScope scope = TensorScope.open()) {
            Tile columns = tiles.get(tile);
            PtNDArray lower =
                    Functions.linearTransposed(queries, columns.points(), columns.reduced());
            return lower.toFloatArray();
        }
    }

    /** What a distance exceeds its lower bound by at most; may be infinite. */
    double gap(int query, int cell) {
        return squaresInRange ? 2 * (slack(query) + slack(cell)) : Double.POSITIVE_INFINITY;
    }

    /**
     * Cells whose lower bound is above this are farther from a query than a distance.
     *
     * @param distance squared, not scaled
     */
    double limit(int query, double distance) {
        return squaresInRange
                ? distance * scale * scale - (norms[query] - slack(query))
                : Double.POSITIVE_INFINITY;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
