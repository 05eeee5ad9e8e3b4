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
            ClassData data = ClassData.taught(seed, 1024, 20, 10);
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
                                + " the others below");
    }

    /**
     * Steps until the loss is 0.1, at the best of four rates from the first, a factor of 2 apart.
     */
    private static int leastSteps(
            Class<? extends Optimizer> type, ClassData data, long seed, double first) {
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
        ClassData data = ClassData.taught(1, 1024, 20, 10);
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

    // ---- frugal

    private static final int[] EVEN = {20, 64, 64, 8};

    private enum Kind {
        ADAM,
        FRUGAL,
        SIGNS_ONLY,
        NO_SIGNS
    }

    @ClaimOf(area = Area.OPTIMIZER, value = "frugal")
    @Test
    void aQuarterOfAdamsStateTrainsAlmostAsFarAsAdam() {
        Map<Kind, Double> loss = new EnumMap<>(Kind.class);
        for (int seed : SEEDS) {
            ClassData data = ClassData.taught(seed, 2048, 20, 8).noisy(0.1, seed);
            for (Kind kind : Kind.values()) {
                double best = Double.POSITIVE_INFINITY;
                for (double rate : new double[] {0.032, 0.064, 0.128}) {
                    best = Math.min(best, lossAfter(kind, data, seed, rate));
                }
                loss.merge(kind, best / SEEDS.length, Double::sum);
            }
        }
        double share = matrixStateBytes(Kind.FRUGAL) / matrixStateBytes(Kind.ADAM);
        assertThat(share).isEqualTo(0.25);
        assertThat(loss.get(Kind.FRUGAL)).isLessThan(1.15 * loss.get(Kind.ADAM));
        MeasuredClaim.of(Area.OPTIMIZER, "frugal")
                .figure("share", share)
                .figure("FRUGAL", loss.get(Kind.FRUGAL))
                .figure("Adam", loss.get(Kind.ADAM))
                .figure("signs", loss.get(Kind.SIGNS_ONLY))
                .figure("columns", loss.get(Kind.NO_SIGNS))
                .shows(
                        "state of the matrices in bytes at density 0.25 is {share} of Adam's; loss"
                                + " after 240 steps {FRUGAL}, {Adam} of Adam, {signs} of signs with"
                                + " hardly any state, {columns} of the chosen columns alone, each"
                                + " at its best of 3 rates (mean of 3 data sets)");
    }

    private static Optimizer optimizer(Kind kind, SmallNetwork network) {
        return switch (kind) {
            case ADAM -> new AdamW(network.tensors, network.group(), AdamW.Settings.ADAM);
            case FRUGAL -> frugal(network, 0.25, 1);
            case SIGNS_ONLY -> frugal(network, 0.001, 1);
            case NO_SIGNS -> frugal(network, 0.25, 0);
        };
    }

    private static Optimizer frugal(SmallNetwork network, double density, double signs) {
        return new Frugal(
                network.tensors,
                network.group(),
                new Frugal.Settings(density, 40, signs, 0.9, 0.999, 1e-8, 0));
    }

    private static double lossAfter(Kind kind, ClassData data, long seed, double rate) {
        try (SmallNetwork network = new SmallNetwork(seed, data, EVEN);
                Optimizer optimizer = optimizer(kind, network)) {
            for (int step = 0; step < 240; step++) {
                network.step(optimizer, rate * (1 - step / 240.0), network.batch(seed, step, 64));
            }
            double loss = network.lossNow();
            return Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
        }
    }

    private static double matrixStateBytes(Kind kind) {
        try (SmallNetwork network = new SmallNetwork(1, ClassData.taught(1, 64, 20, 8), EVEN);
                Optimizer optimizer = optimizer(kind, network)) {
            return optimizer.state().entrySet().stream()
                    .filter(slot -> slot.getKey().endsWith("weight"))
                    .mapToInt(slot -> TensorBytes.read(slot.getValue()).remaining())
                    .sum();
        }
    }
}
