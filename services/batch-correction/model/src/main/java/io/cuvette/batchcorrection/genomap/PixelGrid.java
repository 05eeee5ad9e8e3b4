package io.cuvette.batchcorrection.genomap;

/**
 * Pixels of a genomap, counted row by row. Coordinates are centred on 0: an even side n has -n/2 to
 * n/2 - 1, an odd one -(n-1)/2 to (n-1)/2.
 *
 * <p>With n genes the first n pixels are in use; those after them, at the end of the last rows,
 * stay empty (the paper's zero padding).
 */
public record PixelGrid(int rows, int columns) {
    public static final int LONGEST_SIDE = 64;
    public static final int MOST_PIXELS = LONGEST_SIDE * LONGEST_SIDE;

    public PixelGrid {
        if (rows < 1 || columns < 1 || rows > LONGEST_SIDE || columns > LONGEST_SIDE) {
            throw new IllegalArgumentException(
                    "grid: sides are 1 to %d pixels, got %d x %d"
                            .formatted(LONGEST_SIDE, rows, columns));
        }
    }

    /**
     * The smallest square that holds so many genes.
     *
     * @param genes 4 to {@value #MOST_PIXELS}
     */
    public static PixelGrid forGenes(int genes) {
        if (genes < GeneInteraction.FEWEST_GENES || genes > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "genes: a genomap holds %d to %,d, got %,d"
                            .formatted(GeneInteraction.FEWEST_GENES, MOST_PIXELS, genes));
        }
        int side = (int) Math.ceil(Math.sqrt(genes));
        return new PixelGrid(side, side);
    }

    public int pixels() {
        return rows * columns;
    }

    public int row(int pixel) {
        return pixel / columns;
    }

    public int column(int pixel) {
        return pixel % columns;
    }

    /** Horizontal coordinate. */
    public int x(int pixel) {
        return column(pixel) - columns / 2;
    }

    /** Vertical coordinate, downwards. */
    public int y(int pixel) {
        return row(pixel) - rows / 2;
    }

    /** rho^2 = x^2 + y^2: exact, so that equal radii are found equal. */
    public int squaredRadius(int pixel) {
        return x(pixel) * x(pixel) + y(pixel) * y(pixel);
    }

    /** Euclidean distance of two pixels. */
    public double distance(int pixel, int other) {
        int dx = x(pixel) - x(other);
        int dy = y(pixel) - y(other);
        return Math.sqrt((double) dx * dx + (double) dy * dy);
    }

    /** Whether two pixels touch, corners included; no pixel touches itself. */
    public boolean touch(int pixel, int other) {
        return pixel != other
                && Math.abs(row(pixel) - row(other)) <= 1
                && Math.abs(column(pixel) - column(other)) <= 1;
    }
}
