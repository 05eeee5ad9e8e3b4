package io.cuvette.batchcorrection.embedding;

/**
 * Cells in tiles of 64 that lie dimension by dimension, so that the distances of one cell to a
 * whole tile are computed side by side in vector registers; about twice the pace of cell by cell.
 */
public final class CellTiles {

    /** Cells of a tile; the last one may have fewer. */
    public static final int WIDTH = 64;

    private final int cells;
    private final int dimensions;
    private final double[][] tiles;

    public CellTiles(Embedding embedding) {
        cells = embedding.cells();
        dimensions = embedding.dimensions();
        tiles = new double[(cells + WIDTH - 1) / WIDTH][WIDTH * dimensions];
        for (int cell = 0; cell < cells; cell++) {
            double[] tile = tiles[cell / WIDTH];
            for (int d = 0; d < dimensions; d++) {
                tile[d * WIDTH + cell % WIDTH] = embedding.get(cell, d);
            }
        }
    }

    public int count() {
        return tiles.length;
    }

    /** Position of a tile's first cell. */
    public int start(int tile) {
        return tile * WIDTH;
    }

    /** Position after a tile's last cell. */
    public int end(int tile) {
        return Math.min(cells, (tile + 1) * WIDTH);
    }

    /**
     * Squared Euclidean distances of a cell to those of a tile.
     *
     * @param distances overwritten; {@link #WIDTH} values, of which the tile's cells count
     */
    public void squaredDistances(Embedding queries, int query, int tile, double[] distances) {
        double[] values = queries.values();
        double[] columns = tiles[tile];
        int from = query * dimensions;
        for (int c = 0; c < WIDTH; c++) {
            distances[c] = 0;
        }
        int d = 0;
        // four dimensions a pass, since each pass reads and writes the sums
        for (; d + 3 < dimensions; d += 4) {
            double q0 = values[from + d];
            double q1 = values[from + d + 1];
            double q2 = values[from + d + 2];
            double q3 = values[from + d + 3];
            int column = d * WIDTH;
            for (int c = 0; c < WIDTH; c++) {
                double d0 = columns[column + c] - q0;
                double d1 = columns[column + WIDTH + c] - q1;
                double d2 = columns[column + 2 * WIDTH + c] - q2;
                double d3 = columns[column + 3 * WIDTH + c] - q3;
                distances[c] += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
            }
        }
        for (; d < dimensions; d++) {
            double q = values[from + d];
            int column = d * WIDTH;
            for (int c = 0; c < WIDTH; c++) {
                double difference = columns[column + c] - q;
                distances[c] += difference * difference;
            }
        }
    }
}
