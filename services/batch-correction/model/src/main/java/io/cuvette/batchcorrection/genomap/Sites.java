package io.cuvette.batchcorrection.genomap;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Places where genes may go and how far they are from each other. Pixels that have the same
 * distances to all others are one site: a pixel by itself for {@link LayoutKind#EUCLID2D}, a ring
 * of pixels with one radius for {@link LayoutKind#RADIAL} (a 54 x 54 grid has 337). The problem is
 * the same as that over pixels, and smaller.
 *
 * @param capacities pixels of a site
 * @param siteOfPixel one a pixel in use
 * @param distances C2, sites x sites
 * @param logDistances ln C2, sites x sites, finite
 */
record Sites(int[] capacities, int[] siteOfPixel, double[][] distances, double[][] logDistances) {

    /** Distance that a pixel has to itself, whose logarithm must be finite. */
    private static final double SELF_DISTANCE = 0.5;

    /** What the paper's code adds to a distance before the logarithm. */
    private static final double LOG_OFFSET = 1e-15;

    /**
     * @param pixels in use, the first ones of the grid
     */
    static Sites of(LayoutKind kind, PixelGrid grid, int pixels) {
        return switch (kind) {
            case EUCLID2D -> pixels(grid, pixels);
            case RADIAL -> rings(grid, pixels);
        };
    }

    private static Sites pixels(PixelGrid grid, int pixels) {
        double[][] distances = new double[pixels][pixels];
        double[][] logs = new double[pixels][pixels];
        for (int k = 0; k < pixels; k++) {
            for (int l = 0; l < pixels; l++) {
                double distance = k == l ? SELF_DISTANCE : grid.distance(k, l);
                distances[k][l] = distance;
                logs[k][l] = Math.log(distance);
            }
        }
        int[] capacities = new int[pixels];
        Arrays.fill(capacities, 1);
        return new Sites(capacities, IntStream.range(0, pixels).toArray(), distances, logs);
    }

    private static Sites rings(PixelGrid grid, int pixels) {
        int[] squaredRadii =
                IntStream.range(0, pixels).map(grid::squaredRadius).sorted().distinct().toArray();
        int rings = squaredRadii.length;
        int[] capacities = new int[rings];
        int[] ringOfPixel = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            ringOfPixel[pixel] = Arrays.binarySearch(squaredRadii, grid.squaredRadius(pixel));
            capacities[ringOfPixel[pixel]]++;
        }
        double[][] distances = new double[rings][rings];
        double[][] logs = new double[rings][rings];
        for (int k = 0; k < rings; k++) {
            for (int l = 0; l < rings; l++) {
                double distance = Math.abs(Math.sqrt(squaredRadii[k]) - Math.sqrt(squaredRadii[l]));
                distances[k][l] = distance;
                logs[k][l] = Math.log(distance + LOG_OFFSET);
            }
        }
        return new Sites(capacities, ringOfPixel, distances, logs);
    }

    int count() {
        return capacities.length;
    }
}
