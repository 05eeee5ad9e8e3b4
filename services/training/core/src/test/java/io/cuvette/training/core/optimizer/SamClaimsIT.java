package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What papers claim of sharpness-aware steps, at equal training loss. */
class SamClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};

    @ClaimOf(area = Area.OPTIMIZER, value = "sam")
    @Test
    void sharpnessAwareStepsEndInFlatterPlacesAtEqualLoss() {
        Map<Climb, double[]> mean = new EnumMap<>(Climb.class);
        for (Climb climb : Climb.values()) {
            mean.put(climb, new double[2]);
        }
        for (int seed : SEEDS) {
            ClassData data = ClassData.taught(seed, 512, 10, 4);
            Map<Climb, Double> curvature = new EnumMap<>(Climb.class);
            for (Climb climb : Climb.values()) {
                for (double rate : new double[] {0.05, 0.2}) {
                    double[] run = lossAndCurvature(data, seed, rate, climb);
                    curvature.merge(climb, run[1], Double::sum);
                    for (int i = 0; i < 2; i++) {
                        mean.get(climb)[i] += run[i] / (2.0 * SEEDS.length);
                    }
                }
            }
            assertThat(curvature.get(Climb.WHOLE)).isLessThan(curvature.get(Climb.NONE));
            assertThat(curvature.get(Climb.TASKS)).isLessThan(curvature.get(Climb.NONE));
        }
        double[] none = mean.get(Climb.NONE);
        double[] whole = mean.get(Climb.WHOLE);
        double[] tasks = mean.get(Climb.TASKS);
        assertThat(whole[0]).isBetween(0.8 * none[0], 1.1 * none[0]);
        assertThat(tasks[0]).isBetween(0.8 * none[0], 1.1 * none[0]);
        assertThat(whole[1]).isLessThan(0.75 * none[1]);
        assertThat(tasks[1]).isLessThan(0.75 * none[1]);
        MeasuredClaim.of(Area.OPTIMIZER, "sam")
                .figure("SAM", whole[1])
                .figure("per task", tasks[1])
                .figure("plain", none[1])
                .figure("SAM's loss", whole[0])
                .figure("per task loss", tasks[0])
                .figure("plain loss", none[0])
                .shows(
                        "largest eigenvalue of the Hessian where the training loss falls below"
                                + " 0.05: {SAM} with SAM, {per task} with perTask over two tasks,"
                                + " {plain} with the same momentum descent alone, at losses of"
                                + " {SAM's loss}, {per task loss} and {plain loss} (mean of 3 data"
                                + " sets and 2 rates, lower than plain for each data set)");
    }

    private enum Climb {
        NONE,
        WHOLE,
        TASKS
    }

    private static double[] lossAndCurvature(ClassData data, long seed, double rate, Climb climb) {
        try (SmallNetwork network = new SmallNetwork(seed, data, 10, 32, 32, 4);
                Optimizer optimizer = optimizer(climb, network)) {
            double loss = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 600 && loss > 0.05; step++) {
                network.step(optimizer, rate, network.batch(seed, step, 64));
                loss = step % 5 == 4 ? network.lossNow() : loss;
            }
            return new double[] {loss, largestEigenvalue(network)};
        }
    }

    private static Optimizer optimizer(Climb climb, SmallNetwork network) {
        return climb == Climb.NONE
                ? new Sgd(network.tensors, network.group(), Sgd.Settings.DEFAULT)
                : new Sam(
                        network.tensors,
                        network.group(),
                        new Sam.Settings(0.2, climb == Climb.TASKS, Base.SGD, 0.9, 0));
    }

    /** Power iteration with Hessian-vector products of the loss over all samples. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private static double largestEigenvalue(SmallNetwork network) {
        PtNDArray[] weights = network.weights();
        try (TensorScope scope = TensorScope.open();
                GradMode on = GradMode.on()) {
            PtNDArray[] gradients = TorchOps.gradients(network.loss(), weights, true);
            PtNDArray[] direction = new PtNDArray[weights.length];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = TorchOps.normalLike(weights[i], i + 1);
            }
            double eigenvalue = 0;
            for (int iteration = 0; iteration < 30; iteration++) {
                try (GradMode off = GradMode.off()) {
                    TorchOps.scale(direction, 1 / Math.sqrt(dot(direction, direction)));
                }
                PtNDArray along = gradients[0].mul(direction[0]).sum();
                for (int i = 1; i < gradients.length; i++) {
                    along = along.add(gradients[i].mul(direction[i]).sum());
                }
                PtNDArray[] product = TorchOps.gradients(along, weights, true);
                for (int i = 0; i < product.length; i++) {
                    product[i] = Functions.detach(product[i]);
                }
                eigenvalue = dot(direction, product);
                direction = product;
            }
            return eigenvalue;
        }
    }

    private static double dot(PtNDArray[] xs, PtNDArray[] ys) {
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            sum += xs[i].mul(ys[i]).sum().toFloatArray()[0];
        }
        return sum;
    }
}
