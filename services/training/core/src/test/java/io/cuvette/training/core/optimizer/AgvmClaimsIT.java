package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the paper of AGVM claims, on two modules whose gradients differ in noise. */
class AgvmClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};

    @ClaimOf(area = Area.OPTIMIZER, value = "agvm")
    @Test
    void alignsTheGradientVariancesOfTwoModules() {
        double[] small = new double[3];
        double[] plain = new double[3];
        double[] aligned = new double[3];
        double plainTuned = 0;
        double alignedTuned = 0;
        for (int seed : SEEDS) {
            TwoModules problem = new TwoModules(seed);
            double[] first = problem.train(16, 0.03, false);
            double[] second = problem.train(16, 0.05, false);
            double rate = first[0] < second[0] ? 0.03 : 0.05;
            add(small, first[0] < second[0] ? first : second);
            add(plain, problem.train(512, rate * Math.sqrt(32), false));
            add(aligned, problem.train(512, rate * Math.sqrt(32), true));
            double[] tuned = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            for (double other : new double[] {0.4, 0.6, 0.8}) {
                tuned[0] = Math.min(tuned[0], problem.train(512, other, false)[0]);
                tuned[1] = Math.min(tuned[1], problem.train(512, other, true)[0]);
            }
            plainTuned += tuned[0] / SEEDS.length;
            alignedTuned += tuned[1] / SEEDS.length;
        }
        double before = plain[2] / plain[1];
        double after = aligned[2] / aligned[1];
        assertThat(after).isBetween(1.2 * before, 1.0);
        assertThat(aligned[0]).isLessThan(0.7 * plain[0]);
        MeasuredClaim.of(Area.OPTIMIZER, "agvm")
                .figure("ratio", after)
                .figure("plain ratio", before)
                .figure("AGVM", aligned[0])
                .figure("plain", plain[0])
                .figure("small", small[0])
                .figure("AGVM tuned", alignedTuned)
                .figure("plain tuned", plainTuned)
                .doesNotShow(
                        "two modules with inputs of sizes 1 and 0.1: the ratio of their gradient"
                                + " variances is pulled from {plain ratio} to {ratio}, but the loss"
                                + " of the small batch is not recovered: at batch 512 and the rate"
                                + " of batch 16 times the root of 32 the loss above the minimum is"
                                + " {AGVM} against {plain} without AGVM, {small} at batch 16, and"
                                + " with rates tuned anew {AGVM tuned} against {plain tuned} (mean"
                                + " of 3 data sets)");
    }

    private static void add(double[] sum, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i] / SEEDS.length;
        }
    }

    /** A linear model of two groups of ten inputs; its gradients are worked out by hand. */
    private static final class TwoModules {
        private static final int ROWS = 8192;
        private static final int HALF = 10;

        private final long seed;
        private final double[][] x = new double[ROWS][2 * HALF];
        private final double[] y = new double[ROWS];
        private final double noiseSquare;

        TwoModules(long seed) {
            this.seed = seed;
            RandomStream random = new RandomStream(Seeds.hash(seed, "modules"));
            double[] model = new double[2 * HALF];
            for (int k = 0; k < model.length; k++) {
                model[k] = random.nextGaussian();
            }
            double sum = 0;
            for (int i = 0; i < ROWS; i++) {
                for (int k = 0; k < 2 * HALF; k++) {
                    double input = random.nextGaussian();
                    x[i][k] = k < HALF ? input : 0.1 * input;
                    y[i] += input * model[k];
                }
                double noise = Math.sqrt(2 * HALF) * random.nextGaussian();
                y[i] += noise;
                sum += noise * noise;
            }
            this.noiseSquare = sum / ROWS;
        }

        private double[] gradient(double[] p, int[] order, int from, int to) {
            double[] g = new double[2 * HALF];
            for (int i = from; i < to; i++) {
                double error = error(p, order[i]);
                for (int k = 0; k < g.length; k++) {
                    g[k] += x[order[i]][k] * error / (to - from);
                }
            }
            return g;
        }

        private double error(double[] p, int row) {
            double error = -y[row];
            for (int k = 0; k < p.length; k++) {
                error += x[row][k] * p[k];
            }
            return error;
        }

        /** Mean square above the noise's after 4 epochs, then each module's mean variance. */
        @SuppressWarnings("try") // scopes are used by being open
        double[] train(int batch, double rate, boolean align) {
            int perEpoch = ROWS / batch;
            int steps = 4 * perEpoch;
            double[] variance = new double[2];
            try (Tensors tensors = Tensors.open();
                    Parameters parameters = new Parameters(tensors, 0, DataType.FLOAT64);
                    TensorScope outer = TensorScope.open()) {
                PtNDArray body = parameters.trainable("body.w", Initializer.constant(0), HALF);
                PtNDArray head = parameters.trainable("head.w", Initializer.constant(0), HALF);
                Optimizer optimizer =
                        align
                                ? new Agvm(
                                        tensors,
                                        parameters.group(),
                                        new Agvm.Settings(0.9, 1, 1, 1, Base.SGD, 0.9, 0))
                                : new Sgd(tensors, parameters.group(), Sgd.Settings.DEFAULT);
                double[] p = new double[2 * HALF];
                int[] order = {};
                for (int step = 0; step < steps; step++) {
                    int from = step % perEpoch * batch;
                    if (from == 0) {
                        order =
                                new RandomStream(Seeds.hash(seed, step / perEpoch))
                                        .permutation(ROWS);
                    }
                    double[] a = gradient(p, order, from, from + batch / 2);
                    double[] b = gradient(p, order, from + batch / 2, from + batch);
                    variance[0] += (1 - cosine(a, b, 0, HALF)) / steps;
                    variance[1] += (1 - cosine(a, b, HALF, 2 * HALF)) / steps;
                    double share =
                            Math.min(1, (step + 1) / (0.1 * steps)) * (1 - (double) step / steps);
                    try (TensorScope scope = TensorScope.open()) {
                        PtNDArray[] first = tensors(tensors, a);
                        PtNDArray[] second = tensors(tensors, b);
                        double[] mean = new double[a.length];
                        Arrays.setAll(mean, k -> (a[k] + b[k]) / 2);
                        optimizer.step(
                                rate * share,
                                tensors(tensors, mean),
                                new StubEvaluation() {
                                    @Override
                                    public List<PtNDArray[]> batchGradients() {
                                        return List.of(first, second);
                                    }
                                });
                        System.arraycopy(body.toDoubleArray(), 0, p, 0, HALF);
                        System.arraycopy(head.toDoubleArray(), 0, p, HALF, HALF);
                    }
                }
                optimizer.close();
                double loss = -noiseSquare;
                for (int i = 0; i < ROWS; i++) {
                    double error = error(p, i);
                    loss += error * error / ROWS;
                }
                return new double[] {loss, variance[0], variance[1]};
            }
        }

        private static PtNDArray[] tensors(Tensors tensors, double[] both) {
            return new PtNDArray[] {
                tensors.of(Arrays.copyOf(both, HALF)),
                tensors.of(Arrays.copyOfRange(both, HALF, 2 * HALF))
            };
        }

        private static double cosine(double[] a, double[] b, int from, int to) {
            double dot = 0;
            double squareA = 0;
            double squareB = 0;
            for (int k = from; k < to; k++) {
                dot += a[k] * b[k];
                squareA += a[k] * a[k];
                squareB += b[k] * b[k];
            }
            return dot / Math.sqrt(squareA * squareB);
        }
    }
}
