package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the paper of SSO claims, each side at the best rate of one grid. */
class SsoClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};

    @ClaimOf(area = Area.OPTIMIZER, value = "sso")
    @Test
    void surrogateStepsNeedFewerGradientsOfTheLossThanDescent() {
        double descent = 0;
        double surrogate = 0;
        for (int seed : SEEDS) {
            ClassData data = logistic(seed);
            double target = 1.01 * lossAfter(data, seed);
            descent += (double) leastGradients(data, seed, 1, target) / SEEDS.length;
            surrogate += (double) leastGradients(data, seed, 20, target) / SEEDS.length;
        }
        assertThat(surrogate).isLessThan(0.5 * descent);
        MeasuredClaim.of(Area.OPTIMIZER, "sso")
                .figure("SSO", surrogate)
                .figure("descent", descent)
                .shows(
                        "logistic regression on badly scaled inputs: {SSO} gradients of the loss"
                                + " to within 1 % of its minimum with 20 inner steps, against"
                                + " {descent} of gradient descent, each at its best of 10 rates"
                                + " (mean of 3 data sets)");
    }

    /** 128 samples of 8 features from 1 down to 0.1 in size; classes drawn by a linear model. */
    private static ClassData logistic(long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, "logistic"));
        double[] model = IntStream.range(0, 8).mapToDouble(k -> random.nextGaussian()).toArray();
        float[] x = new float[128 * 8];
        int[] classes = new int[128];
        for (int i = 0; i < classes.length; i++) {
            double score = 0;
            for (int k = 0; k < 8; k++) {
                double feature = random.nextGaussian();
                score += model[k] * feature;
                x[i * 8 + k] = (float) (feature * Math.pow(10, -k / 7.0));
            }
            classes[i] = random.nextDouble() < 1 / (1 + Math.exp(-score)) ? 1 : 0;
        }
        return new ClassData(x, classes);
    }

    private static double lossAfter(ClassData data, long seed) {
        try (SmallNetwork network = new SmallNetwork(seed, data, 8, 2)) {
            Optimizer adam = new AdamW(network.tensors, network.group(), AdamW.Settings.ADAM);
            int[] all = IntStream.range(0, network.rows()).toArray();
            for (int step = 0; step < 600; step++) {
                network.step(adam, 0.3 * (1 - step / 600.0), all);
            }
            adam.close();
            return network.lossNow();
        }
    }

    /** Over rates from 1/4 to 128, a factor of 2 apart. */
    private static int leastGradients(ClassData data, long seed, int innerSteps, double target) {
        int least = 300;
        for (int power = 7; power >= -2; power--) {
            least = gradients(data, seed, innerSteps, Math.pow(2, power), target, least);
        }
        return least;
    }

    /** Gradients of the loss until the target, or as many as are allowed. */
    private static int gradients(
            ClassData data, long seed, int innerSteps, double rate, double target, int most) {
        try (SmallNetwork network = new SmallNetwork(seed, data, 8, 2)) {
            int[] all = IntStream.range(0, network.rows()).toArray();
            // softmax cross entropy is 1/2-smooth in the scores of a sample
            var settings = new Sso.Settings(innerSteps, 2.0 * network.rows());
            Optimizer optimizer = new Sso(network.group(), settings);
            double loss = 0;
            for (int step = 1; step < most && loss < 100; step++) {
                network.step(optimizer, rate, all);
                loss = network.lossNow();
                if (loss <= target) {
                    return step;
                }
            }
            return most;
        }
    }
}
