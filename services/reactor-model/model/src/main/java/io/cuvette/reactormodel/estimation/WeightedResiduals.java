package io.cuvette.reactormodel.estimation;

import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.RealMatrix;

/**
 * What an estimate makes small: residuals over noise, then the belief's coordinates.
 *
 * @param noise standard deviations of the channels, kmol/m3 and K; values that were read more
 *     coarsely count with the error of that
 */
record WeightedResiduals(Coordinates coordinates, RunResiduals residuals, double[] noise) {

    /** Step of differences, in standard deviations of the belief. */
    private static final double STEP = 1e-2;

    /** Of differences that are to tell the slope where a reactor ignites. */
    private static final double SHORT_STEP = 1e-3;

    /** In place of residuals where nothing can be simulated: far worse than any other. */
    private static final double NOWHERE = 1e6;

    int size() {
        return residuals.size() + coordinates.size();
    }

    /**
     * @param point in the coordinates of the search
     */
    double[] rows(double[] point) {
        return followed(point).orElseGet(() -> nowhere(point));
    }

    /** The rows of a point, given what is left of the runs there. */
    double[] rows(double[] point, double[] left) {
        double[] all = new double[size()];
        for (int i = 0; i < left.length; i++) {
            all[i] = left[i] / unit(i);
        }
        return withBelief(all, point);
    }

    /** What a value counts in: its noise, kmol/m3 or K. */
    private double unit(int row) {
        return Math.max(residuals.readingNoiseOf(row), noise[residuals.channel(row)]);
    }

    /** The rows of a point at which all runs can be simulated. */
    Optional<double[]> followed(double[] point) {
        try {
            return Optional.of(rows(point, residuals.of(coordinates.reactor(point))));
        } catch (SimulationException e) {
            return Optional.empty();
        }
    }

    private double[] nowhere(double[] point) {
        double[] all = new double[size()];
        Arrays.fill(all, 0, residuals.size(), NOWHERE);
        return withBelief(all, point);
    }

    private double[] withBelief(double[] all, double[] point) {
        System.arraycopy(coordinates.belief(point), 0, all, residuals.size(), coordinates.size());
        return all;
    }

    /**
     * Slopes by differences to one side: enough to find the way, for half of the simulations.
     *
     * @param rows at the point
     */
    RealMatrix oneSidedSlopes(double[] point, double[] rows) {
        return slopes(point, () -> rows, false, STEP);
    }

    /**
     * The same by short differences, as exact as simulations are.
     *
     * @param rows at the point
     */
    RealMatrix steepSlopes(double[] point, double[] rows) {
        return slopes(point, () -> rows, false, SHORT_STEP);
    }

    /** Slopes by central differences. */
    RealMatrix slopes(double[] point) {
        return slopes(point, () -> rows(point), true, STEP);
    }

    /**
     * Slopes of the measured values in their own units, by differences to one side.
     *
     * @param rows at the point
     */
    RealMatrix valueSlopes(double[] point, double[] rows) {
        RealMatrix slopes = oneSidedSlopes(point, rows);
        RealMatrix values = slopes.getSubMatrix(0, residuals.size() - 1, 0, coordinates.size() - 1);
        scaleRows(values, this::unit);
        return values;
    }

    /**
     * Slopes of the weighted rows from those of the same values with another noise.
     *
     * @param values in their own units, a row each
     */
    RealMatrix slopesOf(RealMatrix values) {
        RealMatrix slopes = new Array2DRowRealMatrix(size(), coordinates.size());
        slopes.setSubMatrix(values.getData(), 0, 0);
        scaleRows(slopes, row -> row < residuals.size() ? 1 / unit(row) : 1);
        slopes.setSubMatrix(coordinates.beliefBySearched(), residuals.size(), 0);
        return slopes;
    }

    private static void scaleRows(RealMatrix matrix, IntToDoubleFunction by) {
        for (int i = 0; i < matrix.getRowDimension(); i++) {
            double factor = by.applyAsDouble(i);
            for (int j = 0; j < matrix.getColumnDimension(); j++) {
                matrix.multiplyEntry(i, j, factor);
            }
        }
    }

    /** A step to where nothing can be simulated is no slope: the other side tells it alone. */
    private RealMatrix slopes(
            double[] point, Supplier<double[]> rows, boolean central, double step) {
        RealMatrix matrix = new Array2DRowRealMatrix(size(), coordinates.size());
        for (int j = 0; j < point.length; j++) {
            double[] up = moved(point, j, step);
            double[] down = moved(point, j, -step);
            Optional<double[]> above = followed(up);
            Optional<double[]> below =
                    central || above.isEmpty() ? followed(down) : Optional.empty();
            if (above.isPresent() == below.isPresent()) {
                double[] upper = above.orElseGet(() -> nowhere(up));
                matrix.setColumn(j, slope(upper, below.orElseGet(() -> nowhere(down)), 2 * step));
            } else if (above.isPresent()) {
                matrix.setColumn(j, slope(above.get(), rows.get(), step));
            } else {
                matrix.setColumn(j, slope(rows.get(), below.get(), step));
            }
        }
        return matrix;
    }

    private static double[] slope(double[] above, double[] below, double apart) {
        double[] slope = new double[above.length];
        for (int i = 0; i < slope.length; i++) {
            slope[i] = (above[i] - below[i]) / apart;
        }
        return slope;
    }

    private static double[] moved(double[] point, int coordinate, double by) {
        double[] moved = point.clone();
        moved[coordinate] += by;
        return moved;
    }
}
