package io.cuvette.training.core.mixing;

import java.util.Arrays;
import java.util.Comparator;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * A fitted loss as a function of the proportions: {@code sum_a b_a p_a}, and with degree 2 {@code +
 * sum_{a < b} c_ab p_a p_b}. Proportions have the sum 1, so an intercept and squares would say
 * nothing more. The penalty is on the differences of the {@code b_a} from the mean loss and on the
 * {@code c_ab}.
 */
public final class MixtureRegression {
    private final int degree;
    private final double meanLoss;
    private final RealVector coefficients;
    private final double[] best;

    private MixtureRegression(
            RegMix.Settings settings, double meanLoss, RealVector fitted, double[][] simulated) {
        this.degree = settings.degree();
        this.meanLoss = meanLoss;
        this.coefficients = fitted;
        this.best = new double[simulated[0].length];
        double[] losses = Arrays.stream(simulated).mapToDouble(this::predict).toArray();
        Integer[] order = new Integer[losses.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> losses[i]));
        for (int i = 0; i < settings.averaged(); i++) {
            for (int a = 0; a < best.length; a++) {
                best[a] += simulated[order[i]][a] / settings.averaged();
            }
        }
    }

    static MixtureRegression fit(
            double[][] mixtures, double[] losses, RegMix.Settings settings, double[][] simulated) {
        double mean = Arrays.stream(losses).average().orElseThrow();
        RealMatrix x =
                MatrixUtils.createRealMatrix(
                        Arrays.stream(mixtures)
                                .map(p -> features(p, settings.degree()))
                                .toArray(double[][]::new));
        RealVector y = MatrixUtils.createRealVector(losses).mapSubtract(mean);
        return new MixtureRegression(settings, mean, solve(x, y, settings.penalty()), simulated);
    }

    private static RealVector solve(RealMatrix x, RealVector y, double penalty) {
        if (penalty > 0) {
            RealMatrix normal = x.transposeMultiply(x);
            for (int i = 0; i < x.getColumnDimension(); i++) {
                normal.addToEntry(i, i, penalty);
            }
            return new CholeskyDecomposition(normal).getSolver().solve(x.transpose().operate(y));
        }
        if (x.getRowDimension() < x.getColumnDimension()) {
            throw new IllegalArgumentException(
                    "%d proxy runs cannot determine %d coefficients; run more or set a penalty"
                            .formatted(x.getRowDimension(), x.getColumnDimension()));
        }
        var solver = new QRDecomposition(x, 1e-12).getSolver();
        if (!solver.isNonSingular()) {
            throw new IllegalArgumentException(
                    "the mixtures of the proxy runs are too alike to fit; set a penalty");
        }
        return solver.solve(y);
    }

    private static double[] features(double[] p, int degree) {
        int sources = p.length;
        int products = degree == 1 ? 0 : sources * (sources - 1) / 2;
        double[] features = Arrays.copyOf(p, sources + products);
        int next = sources;
        for (int a = 0; a < sources && degree == 2; a++) {
            for (int b = a + 1; b < sources; b++) {
                features[next++] = p[a] * p[b];
            }
        }
        return features;
    }

    /** The loss that a mixture is expected to reach. */
    public double predict(double[] proportions) {
        double[] features = features(proportions, degree);
        if (features.length != coefficients.getDimension()) {
            throw new IllegalArgumentException(
                    "a mixture of %d sources, the fit is of %d"
                            .formatted(proportions.length, best.length));
        }
        double loss = meanLoss;
        for (int i = 0; i < features.length; i++) {
            loss += coefficients.getEntry(i) * features[i];
        }
        return loss;
    }

    /** Mean of the simulated mixtures of the lowest predicted losses. */
    public double[] best() {
        return Proportions.scaled(best);
    }
}
