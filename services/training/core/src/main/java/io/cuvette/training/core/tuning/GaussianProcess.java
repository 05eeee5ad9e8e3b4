package io.cuvette.training.core.tuning;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.SimpleBounds;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.BOBYQAOptimizer;

/**
 * Regression by a Gaussian process with a Matern 5/2 kernel, a length for each input, and noise
 * (Rasmussen and Williams 2006, chapter 2 and equation 4.17):
 *
 * <pre>
 * k(x, z) = s (1 + sqrt(5) r + 5/3 r^2) exp(-sqrt(5) r),   r^2 = sum_i ((x_i - z_i) / l_i)^2
 * </pre>
 *
 * <p>Lengths and noise maximise the likelihood times a prior; the scale {@code s} and the mean are
 * what maximises it in closed form. Matrices and the search for the maximum are Hipparchus'.
 *
 * @see BayesianSearch
 */
final class GaussianProcess {
    /** Relative to the range of an input, which is 1. */
    private static final double LEAST_LENGTH = 0.03;

    private static final double MOST_LENGTH = 30;

    /** Of the noise, as a share of the scale. */
    private static final double LEAST_NOISE = 1e-8;

    private static final double MOST_NOISE = 1;

    /**
     * Log-normal priors, wide: they matter while there are few points, whose likelihood is flat.
     */
    private static final double[] LENGTH_PRIOR = {Math.log(0.5), 1};

    private static final double[] NOISE_PRIOR = {Math.log(1e-3), 2};
    private static final int MOST_EVALUATIONS = 150;
    private static final double SQRT5 = Math.sqrt(5);

    private final double[][] x;
    private final double[] y;
    private final double[] logs;
    private final double[] lengths;
    private final double mean;
    private final double scale;
    private final RealMatrix lower;
    private final double[] alpha;

    /**
     * @param mean expected value of what was measured
     * @param deviation of the value itself, without noise
     */
    record Prediction(double mean, double deviation) {}

    private GaussianProcess(double[][] x, double[] y, double[] logs) {
        this.x = x;
        this.y = y;
        this.logs = logs.clone();
        this.lengths = Arrays.stream(logs).limit(logs.length - 1).map(Math::exp).toArray();
        CholeskyDecomposition cholesky = decompose(x, lengths, Math.exp(logs[logs.length - 1]));
        this.lower = cholesky.getL();
        RealVector ones = new ArrayRealVector(y.length, 1);
        RealVector values = new ArrayRealVector(y);
        RealVector weights = cholesky.getSolver().solve(ones);
        this.mean = weights.dotProduct(values) / weights.dotProduct(ones);
        RealVector rest = values.mapSubtract(mean);
        RealVector solved = cholesky.getSolver().solve(rest);
        this.alpha = solved.toArray();
        this.scale = Math.max(rest.dotProduct(solved) / y.length, 1e-300);
    }

    /**
     * @param x points with inputs from 0 to 1, at least one point
     * @param y a value for each
     */
    static GaussianProcess fit(double[][] x, double[] y) {
        int inputs = x[0].length;
        double[] low = new double[inputs + 1];
        double[] high = new double[inputs + 1];
        double[] start = new double[inputs + 1];
        Arrays.fill(low, Math.log(LEAST_LENGTH));
        Arrays.fill(high, Math.log(MOST_LENGTH));
        Arrays.fill(start, LENGTH_PRIOR[0]);
        low[inputs] = Math.log(LEAST_NOISE);
        high[inputs] = Math.log(MOST_NOISE);
        start[inputs] = NOISE_PRIOR[0];
        double[] best = start.clone();
        double[] least = {penalty(x, y, start)};
        try {
            new BOBYQAOptimizer(2 * (inputs + 1) + 1, 1, 1e-4)
                    .optimize(
                            new MaxEval(MOST_EVALUATIONS),
                            GoalType.MINIMIZE,
                            new InitialGuess(start),
                            new SimpleBounds(low, high),
                            new ObjectiveFunction(
                                    logs -> {
                                        double penalty = penalty(x, y, logs);
                                        if (penalty < least[0]) {
                                            least[0] = penalty;
                                            System.arraycopy(logs, 0, best, 0, best.length);
                                        }
                                        return penalty;
                                    }));
        } catch (MathRuntimeException e) {
            // out of evaluations, or no better step: the best so far is good enough
        }
        return new GaussianProcess(x, y, best);
    }

    /**
     * The same kernel with further points, whose values are what is expected of them ("kriging
     * believer", Ginsbourger et al. 2010): they lower the deviation around them and nothing else.
     */
    GaussianProcess believing(double[][] points) {
        double[][] allX = Arrays.copyOf(x, x.length + points.length);
        double[] allY = Arrays.copyOf(y, allX.length);
        for (int i = 0; i < points.length; i++) {
            allX[x.length + i] = points[i];
            allY[x.length + i] = at(points[i]).mean();
        }
        return points.length == 0 ? this : new GaussianProcess(allX, allY, logs);
    }

    Prediction at(double[] point) {
        double[] k = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            k[i] = kernel(point, x[i], lengths);
        }
        double predicted = mean;
        for (int i = 0; i < k.length; i++) {
            predicted += k[i] * alpha[i];
        }
        // v = L^-1 k, variance = s (1 - v v)
        double explained = 0;
        for (int i = 0; i < k.length; i++) {
            double sum = k[i];
            for (int j = 0; j < i; j++) {
                sum -= lower.getEntry(i, j) * k[j];
            }
            k[i] = sum / lower.getEntry(i, i);
            explained += k[i] * k[i];
        }
        return new Prediction(predicted, Math.sqrt(scale * Math.max(0, 1 - explained)));
    }

    /** Minus the logarithm of likelihood times prior, without constants. */
    private static double penalty(double[][] x, double[] y, double[] logs) {
        GaussianProcess process;
        try {
            process = new GaussianProcess(x, y, logs);
        } catch (MathRuntimeException e) {
            return 1e10;
        }
        double logDeterminant = 0;
        for (int i = 0; i < y.length; i++) {
            logDeterminant += 2 * Math.log(process.lower.getEntry(i, i));
        }
        double prior = square((logs[logs.length - 1] - NOISE_PRIOR[0]) / NOISE_PRIOR[1]);
        for (int i = 0; i < logs.length - 1; i++) {
            prior += square((logs[i] - LENGTH_PRIOR[0]) / LENGTH_PRIOR[1]);
        }
        return 0.5 * (y.length * Math.log(process.scale) + logDeterminant + prior);
    }

    private static CholeskyDecomposition decompose(double[][] x, double[] lengths, double noise) {
        double[][] k = new double[x.length][x.length];
        for (int i = 0; i < x.length; i++) {
            k[i][i] = 1 + noise;
            for (int j = 0; j < i; j++) {
                k[i][j] = kernel(x[i], x[j], lengths);
                k[j][i] = k[i][j];
            }
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(k, false), 1e-12, 1e-14);
    }

    static double kernel(double[] a, double[] b, double[] lengths) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += square((a[i] - b[i]) / lengths[i]);
        }
        double r = SQRT5 * Math.sqrt(squares);
        return (1 + r + r * r / 3) * Math.exp(-r);
    }

    private static double square(double value) {
        return value * value;
    }
}
