package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What papers claim of optimizers on convex problems, each side at the best rate of one grid. */
class ConvexClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};

    // ---- adagrad-norm

    @ClaimOf(area = Area.OPTIMIZER, value = "adagrad-norm")
    @Test
    void adagradNormNeedsNoTunedRateOnABadlyScaledQuadratic() {
        int[] decades = IntStream.rangeClosed(-4, 5).toArray();
        int descent = 0;
        int adaptive = 0;
        double best = Double.POSITIVE_INFINITY;
        double[][] losses = new double[2][decades.length];
        for (int i = 0; i < decades.length; i++) {
            double rate = Math.pow(10, decades[i]);
            losses[0][i] = quadratic(false, rate);
            losses[1][i] = quadratic(true, rate);
            best = Math.min(best, losses[0][i]);
        }
        for (int i = 0; i < decades.length; i++) {
            descent += losses[0][i] <= 10 * best ? 1 : 0;
            adaptive += losses[1][i] <= 10 * best ? 1 : 0;
        }
        assertThat(adaptive).isGreaterThanOrEqualTo(descent + 3);
        MeasuredClaim.of(Area.OPTIMIZER, "adagrad-norm")
                .figure("rates", decades.length)
                .figure("AdaGradNorm", adaptive)
                .figure("descent", descent)
                .shows(
                        "quadratic with curvatures from 1 to 1000, 2000 steps at {rates} rates a"
                                + " factor of 10 apart: the loss comes within 10 times that of"
                                + " gradient descent at its best rate at {AdaGradNorm} rates with"
                                + " AdaGradNorm and at {descent} with gradient descent");
    }

    /** Loss {@code sum(c_i x_i^2) / 2} after 2000 steps from a random start of length 1. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private static double quadratic(boolean adaptive, double rate) {
        int size = 20;
        double[] curvature = new double[size];
        for (int i = 0; i < size; i++) {
            curvature[i] = Math.pow(1000, i / (size - 1.0));
        }
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray x =
                    parameters.trainable("x", Initializer.normal(0, 1 / Math.sqrt(size)), size);
            PtNDArray c = tensors.of(curvature);
            Optimizer optimizer =
                    adaptive
                            ? new AdagradNorm(
                                    tensors, parameters.group(), AdagradNorm.Settings.DEFAULT)
                            : new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0));
            for (int step = 0; step < 2000; step++) {
                try (TensorScope inner = TensorScope.open()) {
                    optimizer.step(rate, new PtNDArray[] {c.mul(x)});
                }
            }
            double loss = c.mul(x.square()).sum().toDoubleArray()[0] / 2;
            optimizer.close();
            return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
        }
    }

    // ---- normalized-gd

    private enum Descent {
        PLAIN,
        BY_NORM,
        BY_MEAN_WEIGHT
    }

    @ClaimOf(area = Area.OPTIMIZER, value = "normalized-gd")
    @Test
    void normalizedDescentSeparatesInFewerIterationsThanPlainAtItsBestRate() {
        Map<Descent, Double> mean = new EnumMap<>(Descent.class);
        for (int seed : SEEDS) {
            double[][] samples = separable(seed);
            for (Descent descent : Descent.values()) {
                int best =
                        IntStream.rangeClosed(-2, 7)
                                .map(e -> iterations(samples, descent, Math.pow(10, e)))
                                .min()
                                .orElseThrow();
                mean.merge(descent, (double) best / SEEDS.length, Double::sum);
            }
        }
        double plain = mean.get(Descent.PLAIN);
        double normalized = mean.get(Descent.BY_NORM);
        assertThat(normalized).isLessThan(0.6 * plain);
        MeasuredClaim.of(Area.OPTIMIZER, "normalized-gd")
                .figure("normalised", normalized)
                .figure("plain", plain)
                .figure("by mean weight", mean.get(Descent.BY_MEAN_WEIGHT))
                .shows(
                        "logistic regression on 400 separable samples, 20 of them hard: all are on"
                                + " the right side after {normalised} iterations, with plain"
                                + " gradient descent after {plain}, each at its best of 10 rates"
                                + " (mean of 3 data sets); {by mean weight} when the step is"
                                + " divided by the mean weight of the samples, which an optimizer"
                                + " cannot see");
    }

    /**
     * Samples times their labels, {@code y_i a_i}, of length 1 and margin 0.1 along the first axis.
     * All but 20 also lie on one side of the second axis, which most of a gradient follows.
     */
    private static double[][] separable(long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "separable"));
        double margin = 0.1;
        double[][] samples = new double[400][10];
        for (int i = 0; i < samples.length; i++) {
            double square = 0;
            for (int k = 1; k < 10; k++) {
                samples[i][k] = random.nextGaussian();
                square += samples[i][k] * samples[i][k];
            }
            for (int k = 1; k < 10; k++) {
                samples[i][k] *= Math.sqrt((1 - margin * margin) / square);
            }
            samples[i][0] = margin;
            if (i >= 20) {
                samples[i][1] = Math.abs(samples[i][1]) + 0.5;
            }
        }
        return samples;
    }

    @SuppressWarnings("try") // scopes and modes are used by being open
    private static int iterations(double[][] samples, Descent descent, double rate) {
        int most = 1000;
        int n = samples.length;
        int d = samples[0].length;
        double[] flat = new double[n * d];
        for (int i = 0; i < n; i++) {
            System.arraycopy(samples[i], 0, flat, i * d, d);
        }
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);
                TensorScope scope = TensorScope.open();
                GradMode off = GradMode.off()) {
            PtNDArray w = parameters.trainable("w", Initializer.constant(0), d, 1);
            PtNDArray a = tensors.of(flat, n, d);
            Optimizer optimizer =
                    descent == Descent.BY_NORM
                            ? new NormalizedGd(parameters.group(), new NoSettings())
                            : new Sgd(tensors, parameters.group(), new Sgd.Settings(0, false, 0));
            for (int step = 0; step < most; step++) {
                try (TensorScope inner = TensorScope.open()) {
                    double[] weights = Functions.matmul(a, w).toDoubleArray();
                    boolean separated = true;
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                        separated &= weights[i] > 0;
                        weights[i] = -1 / (1 + Math.exp(weights[i])) / n;
                        sum -= weights[i];
                    }
                    if (separated) {
                        return step;
                    }
                    PtNDArray gradient = Functions.matmul(a.transpose(), tensors.of(weights, n, 1));
                    optimizer.step(
                            descent == Descent.BY_MEAN_WEIGHT ? rate / sum : rate,
                            new PtNDArray[] {gradient});
                }
            }
            return most;
        }
    }
}
