package io.cuvette.training.core.uncertainty;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/**
 * Penalised logistic regression, {@code L(w) = mean log loss + penalty / 2 |w|^2}, strictly convex.
 * The weight of the intercept is penalised as well, so that every set {@code L(w) <= t} is bounded.
 */
final class LogisticProblem {
    private static final int MOST_STEPS = 100;

    private final double[][] rows;
    private final int[] labels;
    private final double penalty;

    /**
     * @param rows features with the intercept's 1
     * @param labels 0 or 1
     */
    LogisticProblem(double[][] rows, int[] labels, double penalty) {
        this.rows = rows;
        this.labels = labels;
        this.penalty = penalty;
    }

    int dimension() {
        return rows[0].length;
    }

    double loss(double[] w) {
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            double z = dot(rows[i], w);
            sum += softplus(labels[i] == 1 ? -z : z);
        }
        return sum / rows.length + penalty / 2 * dot(w, w);
    }

    /** Weights with the least {@code L(w) - tilt . w}, by Newton's method with halved steps. */
    double[] minimum(double[] tilt, double[] start) {
        double[] w = start.clone();
        double value = loss(w) - dot(tilt, w);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] gradient = gradient(w);
            for (int d = 0; d < w.length; d++) {
                gradient[d] -= tilt[d];
            }
            double[] direction = solve(hessian(w), gradient);
            // twice the decrease that the quadratic model promises
            double decrement = dot(gradient, direction);
            if (decrement < 1e-12) {
                // values no longer tell steps apart; a last full one is exact to rounding
                return moved(w, direction, -1);
            }
            double length = 1;
            double[] next = moved(w, direction, -length);
            double nextValue = loss(next) - dot(tilt, next);
            while (nextValue > value - 1e-4 * length * decrement && length > 1e-10) {
                length /= 2;
                next = moved(w, direction, -length);
                nextValue = loss(next) - dot(tilt, next);
            }
            if (nextValue >= value) {
                break;
            }
            w = next;
            value = nextValue;
        }
        return w;
    }

    double[] gradient(double[] w) {
        double[] gradient = new double[w.length];
        for (int i = 0; i < rows.length; i++) {
            double error = (sigmoid(dot(rows[i], w)) - labels[i]) / rows.length;
            for (int d = 0; d < w.length; d++) {
                gradient[d] += error * rows[i][d];
            }
        }
        for (int d = 0; d < w.length; d++) {
            gradient[d] += penalty * w[d];
        }
        return gradient;
    }

    private double[][] hessian(double[] w) {
        double[][] hessian = new double[w.length][w.length];
        for (double[] row : rows) {
            double p = sigmoid(dot(row, w));
            double weight = p * (1 - p) / rows.length;
            for (int d = 0; d < w.length; d++) {
                for (int e = 0; e <= d; e++) {
                    hessian[d][e] += weight * row[d] * row[e];
                }
            }
        }
        for (int d = 0; d < w.length; d++) {
            hessian[d][d] += penalty;
            for (int e = 0; e < d; e++) {
                hessian[e][d] = hessian[d][e];
            }
        }
        return hessian;
    }

    private static double[] solve(double[][] hessian, double[] gradient) {
        return new CholeskyDecomposition(new Array2DRowRealMatrix(hessian, false))
                .getSolver()
                .solve(new ArrayRealVector(gradient, false))
                .toArray();
    }

    static double[] moved(double[] w, double[] direction, double length) {
        double[] moved = w.clone();
        for (int d = 0; d < w.length; d++) {
            moved[d] += length * direction[d];
        }
        return moved;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += a[d] * b[d];
        }
        return sum;
    }

    static double sigmoid(double z) {
        return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
    }

    private static double softplus(double z) {
        return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));
    }
}
