package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.TensorBytes;
import io.cuvette.training.core.tensor.TensorScope;
import io.cuvette.training.core.tensor.TorchOps;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** What papers claim of optimizers on a small network, each side at the best rate of its grid. */
class NetworkClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};

    // ---- muon

    private static final int[] WIDE = {20, 64, 64, 10};

    @ClaimOf(area = Area.OPTIMIZER, value = "muon")
    @Test
    void muonNeedsFewerStepsThanAdamWAndItsUpdatesAreNearlyOrthogonal() {
        double muon = 0;
        double adamW = 0;
        for (int seed : SEEDS) {
            SmallNetwork.Data data = SmallNetwork.Data.taught(seed, 1024, 20, 10);
            muon += (double) leastSteps(Muon.class, data, seed, 0.02) / SEEDS.length;
            adamW += (double) leastSteps(AdamW.class, data, seed, 0.008) / SEEDS.length;
        }
        double[] singular = singularValuesOfAnUpdate();
        double share = DoubleStream.of(singular).filter(s -> s > 0.5 && s < 1.5).count();
        share /= singular.length;
        assertThat(muon).isLessThan(0.85 * adamW);
        assertThat(share).isGreaterThan(0.6);
        assertThat(singular[singular.length / 2]).isBetween(0.7, 1.2);
        MeasuredClaim.of(Area.OPTIMIZER, "muon")
                .figure("Muon", muon)
                .figure("AdamW", adamW)
                .figure("share", share)
                .figure("median", singular[singular.length / 2])
                .figure("largest", singular[singular.length - 1])
                .shows(
                        "network of two hidden layers: {Muon} steps to a loss of 0.1, against"
                                + " {AdamW} of AdamW, each at its best of 4 rates (mean of 3 data"
                                + " sets); singular values of a hidden layer's update: median"
                                + " {median}, largest {largest}, {share} of them from 0.5 to 1.5,"
                                + " the rest of directions that hardly any sample uses");
    }

    /**
     * Steps until the loss is 0.1, at the best of four rates from the first, a factor of 2 apart.
     */
    private static int leastSteps(
            Class<? extends Optimizer> type, SmallNetwork.Data data, long seed, double first) {
        int least = 300;
        for (double rate : new double[] {4 * first, 2 * first, 8 * first, first}) {
            try (SmallNetwork network = new SmallNetwork(seed, data, WIDE);
                    Optimizer optimizer = optimizer(type, network)) {
                for (int step = 1; step < least; step++) {
                    network.step(optimizer, rate, network.batch(seed, step - 1, 128));
                    if (step % 5 == 0 && network.lossNow() <= 0.1) {
                        least = step;
                    }
                }
            }
        }
        return least;
    }

    private static Optimizer optimizer(Class<? extends Optimizer> type, SmallNetwork network) {
        return type == Muon.class
                ? new Muon(network.tensors, network.group(), Muon.Settings.DEFAULT)
                : new AdamW(network.tensors, network.group(), AdamW.Settings.DEFAULT);
    }

    /** Of the hidden layer's 21st step in units of the rate, in rising order. */
    @SuppressWarnings("try") // scopes and modes are used by being open
    private static double[] singularValuesOfAnUpdate() {
        SmallNetwork.Data data = SmallNetwork.Data.taught(1, 1024, 20, 10);
        double rate = 0.02;
        try (SmallNetwork network = new SmallNetwork(1, data, WIDE);
                Optimizer optimizer = optimizer(Muon.class, network);
                TensorScope scope = TensorScope.open()) {
            PtNDArray weight = network.parameters.get("body.1.weight");
            for (int step = 0; step < 20; step++) {
                network.step(optimizer, rate, network.batch(1, step, 128));
            }
            PtNDArray before = Functions.times(Functions.detach(weight), 1);
            network.step(optimizer, rate, network.batch(1, 20, 128));
            try (GradMode off = GradMode.off()) {
                PtNDArray update = Functions.times(before.sub(weight), 1 / rate);
                float[] values = TorchOps.svd(update).values().toFloatArray();
                double[] rising = new double[values.length];
                for (int i = 0; i < rising.length; i++) {
                    rising[i] = values[i];
                }
                Arrays.sort(rising);
                return rising;
            }
        }
    }

    // ---- sam

    @ClaimOf(area = Area.OPTIMIZER, value = "sam")
    @Test
    void sharpnessAwareStepsEndInFlatterPlacesAtEqualLoss() {
        double[] plain = new double[2];
        double[] sharp = new double[2];
        int runs = 0;
        for (int seed : SEEDS) {
            SmallNetwork.Data data = SmallNetwork.Data.taught(seed, 512, 10, 4);
            for (double rate : new double[] {0.05, 0.2}) {
                double[] one = lossAndCurvature(data, seed, rate, false);
                double[] other = lossAndCurvature(data, seed, rate, true);
                assertThat(other[1]).as("seed %d, rate %s", seed, rate).isLessThan(one[1]);
                for (int i = 0; i < 2; i++) {
                    plain[i] += one[i];
                    sharp[i] += other[i];
                }
                runs++;
            }
        }
        assertThat(sharp[0]).isBetween(0.8 * plain[0], 1.1 * plain[0]);
        assertThat(sharp[1]).isLessThan(0.75 * plain[1]);
        MeasuredClaim.of(Area.OPTIMIZER, "sam")
                .figure("SAM", sharp[1] / runs)
                .figure("plain", plain[1] / runs)
                .figure("SAM's loss", sharp[0] / runs)
                .figure("plain loss", plain[0] / runs)
                .shows(
                        "largest eigenvalue of the Hessian where the training loss falls below"
                                + " 0.05: {SAM}, against {plain} of the same momentum descent"
                                + " without SAM, at losses of {SAM's loss} and {plain loss} (mean"
                                + " of 3 data sets and 2 rates, lower in every run)");
    }

    private static double[] lossAndCurvature(
            SmallNetwork.Data data, long seed, double rate, boolean sharp) {
        try (SmallNetwork network = new SmallNetwork(seed, data, 10, 32, 32, 4);
                Optimizer optimizer =
                        sharp
                                ? new Sam(
                                        network.tensors,
                                        network.group(),
                                        new Sam.Settings(0.2, false, Base.SGD, 0.9, 0))
                                : new Sgd(network.tensors, network.group(), Sgd.Settings.DEFAULT)) {
            double loss = Double.POSITIVE_INFINITY;
            for (int step = 0; step < 600 && loss > 0.05; step++) {
                network.step(optimizer, rate, network.batch(seed, step, 64));
                loss = step % 5 == 4 ? network.lossNow() : loss;
            }
            return new double[] {loss, largestEigenvalue(network)};
        }
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

    // ---- frugal

    private static final int[] EVEN = {20, 64, 64, 8};

    private enum Kind {
        ADAM,
        FRUGAL,
        SIGN_ONLY
    }

    @ClaimOf(area = Area.OPTIMIZER, value = "frugal")
    @Test
    void aQuarterOfAdamsStateTrainsAlmostAsFarAsAdam() {
        Map<Kind, Double> loss = new EnumMap<>(Kind.class);
        for (int seed : SEEDS) {
            SmallNetwork.Data data = SmallNetwork.Data.taught(seed, 2048, 20, 8).noisy(0.1, seed);
            for (Kind kind : Kind.values()) {
                double best = Double.POSITIVE_INFINITY;
                for (double rate : new double[] {0.002, 0.004, 0.008, 0.016}) {
                    best = Math.min(best, lossAfter(kind, data, seed, rate));
                }
                loss.merge(kind, best / SEEDS.length, Double::sum);
            }
        }
        double share = matrixStateBytes(Kind.FRUGAL) / matrixStateBytes(Kind.ADAM);
        assertThat(share).isEqualTo(0.25);
        assertThat(loss.get(Kind.FRUGAL)).isLessThan(1.05 * loss.get(Kind.ADAM));
        MeasuredClaim.of(Area.OPTIMIZER, "frugal")
                .figure("share", share)
                .figure("FRUGAL", loss.get(Kind.FRUGAL))
                .figure("Adam", loss.get(Kind.ADAM))
                .figure("signs", loss.get(Kind.SIGN_ONLY))
                .shows(
                        "state of the matrices in bytes at density 0.25 is {share} of Adam's; loss"
                                + " after 240 steps {FRUGAL}, against {Adam} of Adam and {signs} of"
                                + " signs with hardly any state, each at its best of 4 rates (mean"
                                + " of 3 data sets)");
    }

    private static Optimizer optimizer(Kind kind, SmallNetwork network) {
        return switch (kind) {
            case ADAM -> new AdamW(network.tensors, network.group(), AdamW.Settings.ADAM);
            case FRUGAL -> frugal(network, 0.25);
            case SIGN_ONLY -> frugal(network, 0.001);
        };
    }

    private static Optimizer frugal(SmallNetwork network, double density) {
        return new Frugal(
                network.tensors,
                network.group(),
                new Frugal.Settings(density, 40, 1, 0.9, 0.999, 1e-8, 0));
    }

    private static double lossAfter(Kind kind, SmallNetwork.Data data, long seed, double rate) {
        try (SmallNetwork network = new SmallNetwork(seed, data, EVEN);
                Optimizer optimizer = optimizer(kind, network)) {
            for (int step = 0; step < 240; step++) {
                network.step(optimizer, rate * (1 - step / 240.0), network.batch(seed, step, 64));
            }
            return network.lossNow();
        }
    }

    private static double matrixStateBytes(Kind kind) {
        try (SmallNetwork network =
                        new SmallNetwork(1, SmallNetwork.Data.taught(1, 64, 20, 8), EVEN);
                Optimizer optimizer = optimizer(kind, network)) {
            return optimizer.state().entrySet().stream()
                    .filter(slot -> slot.getKey().endsWith("weight"))
                    .mapToInt(slot -> TensorBytes.read(slot.getValue()).remaining())
                    .sum();
        }
    }
}
