package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * What an estimate makes small: residuals over noise, then the belief's coordinates.
 *
 * @param noise standard deviations of the channels, kmol/m3 and K
 */
record WeightedResiduals(Coordinates coordinates, RunResiduals residuals, double[] noise) {

    /** Step of differences, in standard deviations of the belief. */
    private static final double STEP = 1e-2;

    /** In place of residuals where nothing can be simulated: far worse than any other. */
    private static final double NOWHERE = 1e6;

    int size() {
        return residuals.size() + coordinates.size();
    }

    /**
     * @param point in the coordinates of the search
     */
    double[] rows(double[] point) {
        double[] belief = coordinates.belief(point);
        double[] all = new double[size()];
        try {
            double[] raw = residuals.of(coordinates.reactor(point));
            for (int i = 0; i < raw.length; i++) {
                all[i] = raw[i] / noise[residuals.channel(i)];
            }
        } catch (SimulationException e) {
            Arrays.fill(all, 0, residuals.size(), NOWHERE);
        }
        System.arraycopy(belief, 0, all, residuals.size(), belief.length);
        return all;
    }

    /**
     * Slopes by differences to one side: enough to find the way, for half of the simulations.
     *
     * @param rows at the point
     */
    RealMatrix oneSidedSlopes(double[] point, double[] rows) {
        return slopes(point, j -> rows, 1);
    }

    /** Slopes by central differences. */
    RealMatrix slopes(double[] point) {
        return slopes(point, j -> rows(moved(point, j, -STEP)), 2);
    }

    /**
     * @param lower rows to take from those a step above, of each coordinate
     * @param steps between the two
     */
    private RealMatrix slopes(double[] point, IntFunction<double[]> lower, int steps) {
        RealMatrix matrix = new Array2DRowRealMatrix(size(), coordinates.size());
        for (int j = 0; j < point.length; j++) {
            double[] above = rows(moved(point, j, STEP));
            double[] below = lower.apply(j);
            for (int i = 0; i < above.length; i++) {
                matrix.setEntry(i, j, (above[i] - below[i]) / (steps * STEP));
            }
        }
        return matrix;
    }

    private static double[] moved(double[] point, int coordinate, double by) {
        double[] moved = point.clone();
        moved[coordinate] += by;
        return moved;
    }
}
