package io.cuvette.batchcorrection.umap;

/**
 * @param neighbors size of a neighbourhood with the cell itself, at least 2
 * @param minDistance smallest distance of points in the plane, below {@code spread}
 * @param spread scale of the plane
 * @param epochs rounds of the optimisation; 0 means 500 up to 10,000 cells and 200 above
 * @param negativeSamples repulsions for each attraction
 */
public record UmapSettings(
        int neighbors, double minDistance, double spread, int epochs, int negativeSamples) {

    /** 15 neighbours, minimum distance 0.5, spread 1, as scanpy. */
    public static final UmapSettings DEFAULT = new UmapSettings(15, 0.5, 1, 0, 5);

    private static final int LARGE = 10_000;

    public UmapSettings {
        if (neighbors < 2 || epochs < 0 || negativeSamples < 0) {
            throw new IllegalArgumentException(
                    "neighbors must be at least 2, epochs and negativeSamples at least 0");
        }
        if (!(minDistance >= 0 && spread > 0 && minDistance <= spread)) {
            throw new IllegalArgumentException("0 <= minDistance <= spread is needed");
        }
    }

    int epochsFor(int cells) {
        if (epochs > 0) {
            return epochs;
        }
        return cells <= LARGE ? 500 : 200;
    }
}
