package io.cuvette.batchcorrection.neighbors;

import io.cuvette.batchcorrection.embedding.Embedding;

/**
 * Tells at float speed which cells may be nearer to a cell than a given distance, and never leaves
 * one out that is: {@code |x - y|^2 = |x|^2 + |y|^2 - 2 x.y}, about the centroid, less the most
 * that rounding can have added. Distances themselves are to be computed exactly for the few that
 * remain.
 *
 * <p>With {@code u = 2^-24}, {@code n} dimensions and {@code X = |x|^2 + |y|^2}: rounding the
 * centred coordinates moves the squared distance by at most {@code 4uX} and a little more, the
 * norms by {@code uX}, and the sum of n + 1 terms whose sizes add up to at most {@code 2X} by
 * {@code 2(n + 1)uX}. The slack is twice all of it. Coordinates are scaled by a power of two to at
 * most 1, so that nothing overflows.
 */
final class NearCandidates {

    /** Cells of a tile; a multiple of every vector width. */
    static final int WIDTH = 64;

    /** More than what is lost where products are too small for a float of full precision. */
    private static final double UNDERFLOW = 0x1p-100;

    private final int cells;
    private final int dimensions;
    private final double scale;
    private final float[][] tiles;
    private final float[][] tileNorms;
    private final double[] norms;

    private NearCandidates(Embedding embedding, double[] centroid, double scale) {
        this.cells = embedding.cells();
        this.dimensions = embedding.dimensions();
        this.scale = scale;
        int count = (cells + WIDTH - 1) / WIDTH;
        this.tiles = new float[count][WIDTH * dimensions];
        this.tileNorms = new float[count][WIDTH];
        this.norms = new double[cells];
        double slack = 2 * (2 * (dimensions + 1) + 6) * 0x1p-24;
        for (int cell = 0; cell < cells; cell++) {
            float[] tile = tiles[cell / WIDTH];
            double norm = 0;
            for (int d = 0; d < dimensions; d++) {
                float value = (float) ((embedding.get(cell, d) - centroid[d]) * scale);
                tile[d * WIDTH + cell % WIDTH] = value;
                norm += (double) value * value;
            }
            norms[cell] = norm * (1 - slack) - UNDERFLOW;
            tileNorms[cell / WIDTH][cell % WIDTH] = (float) norms[cell];
        }
    }

    static NearCandidates of(Embedding embedding) {
        double[] centroid = new double[embedding.dimensions()];
        for (int cell = 0; cell < embedding.cells(); cell++) {
            for (int d = 0; d < centroid.length; d++) {
                centroid[d] += embedding.get(cell, d) / embedding.cells();
            }
        }
        double largest = 0;
        for (int i = 0; i < embedding.values().length; i++) {
            double value = embedding.values()[i] - centroid[i % centroid.length];
            largest = Math.max(largest, Math.abs(value));
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest) + 1;
        return new NearCandidates(embedding, centroid, Math.scalb(1.0, -exponent));
    }

    int count() {
        return tiles.length;
    }

    int start(int tile) {
        return tile * WIDTH;
    }

    int end(int tile) {
        return Math.min(cells, (tile + 1) * WIDTH);
    }

    /**
     * Lower bounds of the squared distances of a cell to those of a tile, to be held against {@link
     * #limit}.
     *
     * @param bounds overwritten; {@link #WIDTH} values, of which the tile's cells count
     */
    void bounds(int query, int tile, float[] bounds) {
        float[] columns = tiles[tile];
        float[] own = tiles[query / WIDTH];
        int position = query % WIDTH;
        System.arraycopy(tileNorms[tile], 0, bounds, 0, WIDTH);
        int d = 0;
        // four dimensions a pass, since each pass reads and writes the sums
        for (; d + 3 < dimensions; d += 4) {
            int column = d * WIDTH;
            float q0 = -2 * own[column + position];
            float q1 = -2 * own[column + WIDTH + position];
            float q2 = -2 * own[column + 2 * WIDTH + position];
            float q3 = -2 * own[column + 3 * WIDTH + position];
            for (int c = 0; c < WIDTH; c++) {
                bounds[c] +=
                        (q0 * columns[column + c] + q1 * columns[column + WIDTH + c])
                                + (q2 * columns[column + 2 * WIDTH + c]
                                        + q3 * columns[column + 3 * WIDTH + c]);
            }
        }
        for (; d < dimensions; d++) {
            int column = d * WIDTH;
            float q = -2 * own[column + position];
            for (int c = 0; c < WIDTH; c++) {
                bounds[c] += q * columns[column + c];
            }
        }
    }

    /**
     * Cells whose bound is at least this are no nearer than a squared distance.
     *
     * @param distance squared; may be infinite
     */
    double limit(int query, double distance) {
        return distance * scale * scale - norms[query];
    }
}
