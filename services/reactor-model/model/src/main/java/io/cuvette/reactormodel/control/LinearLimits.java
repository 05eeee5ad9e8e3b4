package io.cuvette.reactormodel.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a quadratic program's limits, over those variables that are free and, last, the largest
 * violation of a temperature limit in K, one of each step: what cannot be kept in one step is to be
 * kept in the others.
 */
final class LinearLimits {
    private final int[] free;
    private final int[] reducedOf;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Double> bounds = new ArrayList<>();
    private final double[] reach;
    private final int columns;

    /**
     * @param free the variables that may change
     * @param variables in all
     * @param steps that have a violation each; 0 without limits of temperature
     */
    LinearLimits(int[] free, int variables, int steps) {
        this.free = free;
        columns = free.length + steps;
        reducedOf = new int[variables];
        for (int i = 0; i < free.length; i++) {
            reducedOf[free[i]] = i;
        }
        reach = new double[free.length];
        for (int step = 0; step < steps; step++) {
            double[] row = new double[columns];
            row[free.length + step] = -1;
            add(row, 0);
        }
    }

    private void add(double[] row, double bound) {
        rows.add(row);
        bounds.add(bound);
    }

    /** A change of a variable lies between two numbers; comes before temperatures. */
    void bound(int variable, double low, double high) {
        double[] up = new double[columns];
        up[reducedOf[variable]] = 1;
        add(up, high);
        double[] down = new double[columns];
        down[reducedOf[variable]] = -1;
        add(down, -low);
        reach[reducedOf[variable]] = Math.max(Math.abs(low), Math.abs(high));
    }

    /** So does the difference of two variables' changes; the second may be absent (-1). */
    void change(int variable, int before, double low, double high) {
        double[] up = new double[columns];
        double[] down = new double[columns];
        up[reducedOf[variable]] = 1;
        down[reducedOf[variable]] = -1;
        if (before >= 0) {
            up[reducedOf[before]] = -1;
            down[reducedOf[before]] = 1;
        }
        add(up, high);
        add(down, -low);
    }

    /**
     * A violation that changes along a row of derivatives is at most the largest one of its step.
     * Left out where no allowed change reaches it.
     *
     * @param after the changes after which the violation is the given one
     */
    void temperature(
            int step, double[] derivatives, double sign, double violation, double[] after) {
        double[] row = new double[columns];
        double atFirst = violation;
        double most = 0;
        for (int i = 0; i < free.length; i++) {
            row[i] = sign * derivatives[free[i]];
            atFirst -= row[i] * after[i];
            most += Math.abs(row[i]) * reach[i];
        }
        if (atFirst + most > 0) {
            row[free.length + step] = -1;
            add(row, -atFirst);
        }
    }

    double[][] matrix() {
        return rows.toArray(double[][]::new);
    }

    double[] right() {
        return bounds.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
