package io.cuvette.training.core.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What papers claim of optimizers at batches 32 times as large, for the same number of epochs. */
class LargeBatchClaimsIT {
    private static final int[] SEEDS = {1, 2, 3};
    private static final int SMALL = 8;
    private static final int LARGE = 32 * SMALL;

    // ---- lamb, lars

    @ClaimOf(area = Area.OPTIMIZER, value = "lamb")
    @Test
    void lambReachesTheSmallBatchLossWhereAdamDoesNot() {
        Losses losses =
                Losses.of(
                        network -> new Lamb(network.tensors, network.group(), LAMB),
                        network -> new AdamW(network.tensors, network.group(), ADAM),
                        new double[] {0.02, 0.028},
                        Math.sqrt(32),
                        new double[] {0.08, 0.113, 0.16});
        assertThat(losses.layerwise).isLessThan(losses.small);
        assertThat(losses.scaled).isGreaterThan(1.2 * losses.small);
        assertThat(losses.tuned).isGreaterThan(losses.small);
        losses.claim("lamb", "LAMB")
                .shows(
                        "loss after 40 epochs at batch 256: {LAMB}; Adam has {small} at batch 8,"
                                + " and at batch 256 {scaled} at its rate times the root of 32 and"
                                + " {tuned} at its best rate there (mean of 3 data sets)");
    }

    @ClaimOf(area = Area.OPTIMIZER, value = "lars")
    @Test
    void larsGoesBelowTheSmallBatchLossAndBelowTunedMomentumDescent() {
        Losses losses =
                Losses.of(
                        network -> new Lars(network.tensors, network.group(), LARS),
                        network -> new Sgd(network.tensors, network.group(), Sgd.Settings.DEFAULT),
                        new double[] {0.04, 0.057},
                        32,
                        new double[] {0.8, 1.13, 1.6});
        assertThat(losses.layerwise).isLessThan(0.8 * losses.small);
        assertThat(losses.layerwise).isLessThan(0.8 * losses.tuned);
        losses.claim("lars", "LARS")
                .shows(
                        "loss after 40 epochs at batch 256: {LARS}; momentum descent has {small} at"
                                + " batch 8, and at batch 256 {scaled} at 32 times its rate and"
                                + " {tuned} at its best rate there (mean of 3 data sets)");
    }

    private static final Lamb.Settings LAMB = Lamb.Settings.DEFAULT;
    private static final Lars.Settings LARS = Lars.Settings.DEFAULT;
    private static final AdamW.Settings ADAM = AdamW.Settings.ADAM;

    @FunctionalInterface
    private interface Maker {
        Optimizer make(SmallNetwork network);
    }

    /**
     * Mean losses.
     *
     * @param layerwise at the large batch and its best rate
     * @param small of the baseline at the small batch and its best rate
     * @param scaled of the baseline at the large batch and that rate times a factor
     * @param tuned of the baseline at the large batch and its best rate
     */
    private record Losses(double layerwise, double small, double scaled, double tuned) {

        static Losses of(
                Maker layerwise,
                Maker baseline,
                double[] smallRates,
                double rule,
                double[] largeRates) {
            double[] sum = new double[4];
            for (int seed : SEEDS) {
                ClassData data = ClassData.taught(seed, 512, 20, 10);
                double[] small = losses(data, seed, baseline, SMALL, smallRates);
                int best = small[0] <= small[1] ? 0 : 1;
                double scaled = losses(data, seed, baseline, LARGE, rule * smallRates[best])[0];
                sum[0] += least(data, seed, layerwise, 0.028, 0.04, 0.057, 0.08);
                sum[1] += small[best];
                sum[2] += scaled;
                sum[3] += Math.min(scaled, least(data, seed, baseline, largeRates));
            }
            double n = SEEDS.length;
            return new Losses(sum[0] / n, sum[1] / n, sum[2] / n, sum[3] / n);
        }

        MeasuredClaim claim(String method, String figure) {
            return MeasuredClaim.of(Area.OPTIMIZER, method)
                    .figure(figure, layerwise)
                    .figure("small", small)
                    .figure("scaled", scaled)
                    .figure("tuned", tuned);
        }
    }

    private static double least(ClassData data, long seed, Maker maker, double... rates) {
        return Arrays.stream(losses(data, seed, maker, LARGE, rates)).min().orElseThrow();
    }

    /** Loss after 40 epochs at each rate, with a warm-up of a tenth and a linear decay. */
    private static double[] losses(
            ClassData data, long seed, Maker maker, int batch, double... rates) {
        double[] losses = new double[rates.length];
        for (int i = 0; i < rates.length; i++) {
            try (SmallNetwork network = new SmallNetwork(seed, data, 20, 24, 24, 24, 10);
                    Optimizer optimizer = maker.make(network)) {
                double steps = 40.0 * network.rows() / batch;
                for (int step = 0; step < steps; step++) {
                    double share = Math.min((step + 1) / (0.1 * steps), (1 - step / steps) / 0.9);
                    network.step(optimizer, rates[i] * share, network.batch(seed, step, batch));
                }
                double loss = network.lossNow();
                losses[i] = Double.isFinite(loss) ? loss : Double.POSITIVE_INFINITY;
            }
        }
        return losses;
    }
}
