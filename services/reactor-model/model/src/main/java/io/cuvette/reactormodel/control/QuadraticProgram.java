package io.cuvette.reactormodel.control;

/**
 * Minimizes {@code 1/2 z'Hz + c'z} under {@code Az <= b}, H positive semidefinite, by Mehrotra's
 * predictor-corrector interior-point method (SIAM J. Optim. 2, 1992; for quadratic objectives
 * Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 16.4).
 *
 * <p>Dense, for some hundred unknowns. The same numbers give the same bits. Why no library:
 * docs/adr/0017.
 */
final class QuadraticProgram {
    private static final int MOST_ITERATIONS = 80;
    private static final double EXACT = 1e-10;
    private static final double SHORT_OF_BOUNDARY = 0.995;

    private final double[][] h;
    private final double[] c;
    private final double[][] a;
    private final double[] b;
    private final int unknowns;
    private final int constraints;

    private final double[] z;
    private final double[] slack;
    private final double[] multiplier;

    private QuadraticProgram(double[][] h, double[] c, double[][] a, double[] b) {
        this.h = h;
        this.c = c;
        this.a = a;
        this.b = b;
        unknowns = c.length;
        constraints = b.length;
        z = new double[unknowns];
        slack = new double[constraints];
        multiplier = new double[constraints];
    }

    /**
     * The minimum: its gradient vanishes to about 1e-10 of the largest curvature or, where that is
     * more, of the largest of c. As near as it came otherwise.
     */
    static double[] minimize(double[][] h, double[] c, double[][] a, double[] b) {
        // in units in which the objective's curvature is about 1
        double scale = 0;
        for (int i = 0; i < c.length; i++) {
            scale = Math.max(scale, h[i][i]);
        }
        scale = scale > 0 ? 1 / scale : 1;
        double[][] scaledH = new double[c.length][c.length];
        double[] scaledC = new double[c.length];
        for (int i = 0; i < c.length; i++) {
            scaledC[i] = scale * c[i];
            for (int j = 0; j < c.length; j++) {
                scaledH[i][j] = scale * h[i][j];
            }
        }
        QuadraticProgram program = new QuadraticProgram(scaledH, scaledC, a, b);
        program.solve();
        return program.z;
    }

    private void solve() {
        double largest = largest(c);
        for (int i = 0; i < constraints; i++) {
            slack[i] = Math.max(b[i], 1);
            multiplier[i] = Math.max(1, Math.min(largest, 1e3));
        }
        double allowedDual = EXACT * (1 + largest);
        double allowedPrimal = EXACT * (1 + largest(b));
        for (int iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
            double[] dual = dualResidual();
            double[] primal = primalResidual();
            double mean = mean(slack, multiplier);
            if (largest(dual) <= allowedDual
                    && largest(primal) <= allowedPrimal
                    && mean <= allowedDual) {
                return;
            }
            double[][] factor = factor();
            double[] centre = new double[constraints];
            for (int i = 0; i < constraints; i++) {
                centre[i] = slack[i] * multiplier[i];
            }
            Step predictor = step(factor, dual, primal, centre);
            double reach = reach(predictor, 1);
            double after = 0;
            for (int i = 0; i < constraints; i++) {
                after +=
                        (slack[i] + reach * predictor.slack[i])
                                * (multiplier[i] + reach * predictor.multiplier[i]);
            }
            after /= Math.max(1, constraints);
            double ratio = mean > 0 ? after / mean : 0;
            double target = mean * ratio * ratio * ratio;
            for (int i = 0; i < constraints; i++) {
                centre[i] += predictor.slack[i] * predictor.multiplier[i] - target;
            }
            Step step = step(factor, dual, primal, centre);
            double length = reach(step, SHORT_OF_BOUNDARY);
            add(z, step.z, length);
            add(slack, step.slack, length);
            add(multiplier, step.multiplier, length);
        }
    }

    private record Step(double[] z, double[] slack, double[] multiplier) {}

    /** Newton's step towards residuals of 0 and products of slack and multiplier less centre. */
    private Step step(double[][] factor, double[] dual, double[] primal, double[] centre) {
        double[] right = new double[unknowns];
        for (int j = 0; j < unknowns; j++) {
            right[j] = -dual[j];
        }
        for (int i = 0; i < constraints; i++) {
            double weight = (multiplier[i] * primal[i] - centre[i]) / slack[i];
            for (int j = 0; j < unknowns; j++) {
                right[j] -= a[i][j] * weight;
            }
        }
        double[] dz = substitute(factor, right);
        double[] ds = new double[constraints];
        double[] dm = new double[constraints];
        for (int i = 0; i < constraints; i++) {
            ds[i] = -primal[i] - dot(a[i], dz);
            dm[i] = (-centre[i] - multiplier[i] * ds[i]) / slack[i];
        }
        return new Step(dz, ds, dm);
    }

    private double reach(Step step, double share) {
        double most = 1;
        for (int i = 0; i < constraints; i++) {
            if (step.slack[i] < 0) {
                most = Math.min(most, -share * slack[i] / step.slack[i]);
            }
            if (step.multiplier[i] < 0) {
                most = Math.min(most, -share * multiplier[i] / step.multiplier[i]);
            }
        }
        return most;
    }

    private double[] dualResidual() {
        double[] residual = c.clone();
        for (int j = 0; j < unknowns; j++) {
            residual[j] += dot(h[j], z);
        }
        for (int i = 0; i < constraints; i++) {
            for (int j = 0; j < unknowns; j++) {
                residual[j] += a[i][j] * multiplier[i];
            }
        }
        return residual;
    }

    private double[] primalResidual() {
        double[] residual = new double[constraints];
        for (int i = 0; i < constraints; i++) {
            residual[i] = dot(a[i], z) + slack[i] - b[i];
        }
        return residual;
    }

    /** Lower triangle of Cholesky's factor of H + A' diag(multiplier / slack) A. */
    private double[][] factor() {
        double[][] m = new double[unknowns][];
        for (int j = 0; j < unknowns; j++) {
            m[j] = h[j].clone();
        }
        for (int i = 0; i < constraints; i++) {
            double weight = multiplier[i] / slack[i];
            for (int j = 0; j < unknowns; j++) {
                double left = weight * a[i][j];
                if (left != 0) {
                    for (int k = 0; k <= j; k++) {
                        m[j][k] += left * a[i][k];
                    }
                }
            }
        }
        for (int j = 0; j < unknowns; j++) {
            for (int k = 0; k <= j; k++) {
                double sum = m[j][k];
                for (int l = 0; l < k; l++) {
                    sum -= m[j][l] * m[k][l];
                }
                // a direction without curvature stays where it is
                m[j][k] =
                        j == k
                                ? Math.sqrt(sum > 1e-14 * (1e-6 + m[j][j]) ? sum : 1e30)
                                : sum / m[k][k];
            }
        }
        return m;
    }

    private static double[] substitute(double[][] factor, double[] right) {
        double[] x = right.clone();
        for (int j = 0; j < x.length; j++) {
            for (int k = 0; k < j; k++) {
                x[j] -= factor[j][k] * x[k];
            }
            x[j] /= factor[j][j];
        }
        for (int j = x.length - 1; j >= 0; j--) {
            for (int k = j + 1; k < x.length; k++) {
                x[j] -= factor[k][j] * x[k];
            }
            x[j] /= factor[j][j];
        }
        return x;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * y[i];
        }
        return sum;
    }

    private static double mean(double[] x, double[] y) {
        return x.length == 0 ? 0 : dot(x, y) / x.length;
    }

    private static double largest(double[] x) {
        double largest = 0;
        for (double value : x) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void add(double[] to, double[] what, double share) {
        for (int i = 0; i < to.length; i++) {
            to[i] += share * what[i];
        }
    }
}
