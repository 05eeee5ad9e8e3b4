package io.cuvette.training.core.augment;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.CrossEntropy;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import io.cuvette.training.core.testing.SmallClassifier;
import io.cuvette.training.core.testing.SmallClassifier.Samples;
import io.cuvette.training.core.testing.SyntheticClasses;
import io.cuvette.training.core.testing.Tuned;
import org.junit.jupiter.api.Test;

/** What the papers claim, on small problems; every method gets the same search over its rate. */
class AugmentClaimsIT {
    private static final ClassificationLoss ENTROPY =
            new CrossEntropy(CrossEntropy.Settings.DEFAULT);
    private static final Augmentation NONE = new Mixup(new Mixup.Settings(1, 0));
    private static final double[] RATES = {0.001, 0.003, 0.01};
    private static final int CLASSES = 10;
    private static final int FEATURES = 20;

    @ClaimOf(area = Area.AUGMENT, value = "mixup")
    @Test
    void blendsLetANetworkFindTheRareFeature() {
        double[] plain = RareFeatures.accuracies(NONE);
        double[] mixed = RareFeatures.accuracies(new Mixup(Mixup.Settings.DEFAULT));
        double[] stopped = RareFeatures.accuracies(new Mixup(new Mixup.Settings(1, 0.6)));
        assertThat(mixed[1]).isGreaterThan(plain[1] + 0.03);
        assertThat(stopped[1]).isGreaterThan(plain[1] + 0.03);
        assertThat(stopped[0]).isGreaterThan(mixed[0]);
        MeasuredClaim.of(Area.AUGMENT, "mixup")
                .figure("rare", mixed[1])
                .figure("rare stopped", stopped[1])
                .figure("rare plain", plain[1])
                .figure("common", mixed[0])
                .figure("common stopped", stopped[0])
                .figure("common plain", plain[0])
                .shows(
                        "on samples with the feature of one in ten the accuracy is {rare} and,"
                                + " stopped after 60 % of the training, {rare stopped} against"
                                + " {rare plain} without; on common ones {common}, {common"
                                + " stopped} and {common plain}");
    }

    @ClaimOf(area = Area.AUGMENT, value = "decoupled")
    @Test
    void decouplingNamesBothClassesOfABlendMoreOftenAndCalibratesBetter() {
        Tuned mixup = tuned(new Mixup(Mixup.Settings.DEFAULT), 4, 200, RATES);
        double[] coupled = mixup.values();
        // at mixup's own best rate, so that the regulariser makes all of the difference
        double[] decoupled =
                tuned(new DecoupledMixup(new DecoupledMixup.Settings(1, 1)), 4, 200, mixup.rate())
                        .values();
        assertThat(decoupled[2]).isGreaterThan(coupled[2] + 0.01);
        assertThat(decoupled[1]).isLessThan(coupled[1]);
        assertThat(decoupled[0]).isGreaterThan(coupled[0] - 0.01);
        MeasuredClaim.of(Area.AUGMENT, "decoupled")
                .figure("both", decoupled[2])
                .figure("both coupled", coupled[2])
                .figure("error", decoupled[1])
                .figure("error coupled", coupled[1])
                .figure("accuracy", decoupled[0])
                .figure("accuracy coupled", coupled[0])
                .shows(
                        "both classes of an even blend are named first for {both} of test blends"
                                + " against {both coupled} with plain mixup; calibration error"
                                + " {error} against {error coupled}, accuracy {accuracy} against"
                                + " {accuracy coupled}");
    }

    @ClaimOf(area = Area.AUGMENT, value = "rank")
    @Test
    void rankedConfidencesAreBetterCalibratedThanMixups() {
        double[] plain = clouds(NONE, 3, 300);
        double[] mixed = clouds(new Mixup(Mixup.Settings.DEFAULT), 3, 300);
        double[] little = clouds(new Mixup(new Mixup.Settings(0.2, 1)), 3, 300);
        double[] margin = clouds(new RankMixup(RankMixup.Settings.DEFAULT), 3, 300);
        double[] gain =
                clouds(
                        new RankMixup(new RankMixup.Settings(RankMixup.Ranking.GAIN, 2, 3, 0, 1)),
                        3,
                        300);
        assertThat(margin[1]).isLessThan(Math.min(mixed[1], little[1]) - 0.01);
        assertThat(gain[1]).isLessThan(Math.min(margin[1], plain[1]));
        assertThat(gain[0]).isGreaterThan(mixed[0] - 0.01);
        MeasuredClaim.of(Area.AUGMENT, "rank")
                .figure("gain", gain[1])
                .figure("margin", margin[1])
                .figure("mixup", mixed[1])
                .figure("little", little[1])
                .figure("plain", plain[1])
                .figure("accuracy", gain[0])
                .figure("accuracy mixup", mixed[0])
                .shows(
                        "calibration error {gain} (by gain) and {margin} (by margin) against"
                                + " {mixup} of mixup, {little} of mixup that mixes little and"
                                + " {plain} without; accuracy {accuracy} against {accuracy"
                                + " mixup} of mixup");
    }

    private static double[] clouds(Augmentation augmentation, double distance, int size) {
        return tuned(augmentation, distance, size, RATES).values();
    }

    /** Accuracy, calibration error, and share of even blends whose two classes come first. */
    private static Tuned tuned(
            Augmentation augmentation, double distance, int size, double... rates) {
        return Tuned.over(
                rates,
                3,
                (seed, rate) -> {
                    try (var network = new SmallClassifier(seed, FEATURES, 64, CLASSES)) {
                        network.fit(
                                draw(seed, 0, size, distance),
                                40,
                                50,
                                rate,
                                0,
                                (x, codes, random, progress) -> {
                                    MixedBatch mixed = augmentation.mix(x, codes, random, progress);
                                    return mixed.loss(
                                            network.logits(mixed.inputs()),
                                            ENTROPY,
                                            LossContext.of(random));
                                });
                        Samples test = draw(seed, 2, 2000, distance);
                        return new double[] {
                            network.accuracy(draw(seed, 1, 1000, distance)),
                            network.accuracy(test),
                            calibrationError(network, test),
                            bothFirst(network, test)
                        };
                    }
                });
    }

    private static Samples draw(long seed, long part, int size, double distance) {
        return SyntheticClasses.clouds(seed, part, size, FEATURES, CLASSES, distance);
    }

    /** The expected calibration error of Guo et al. (ICML 2017) with 15 bins. */
    private static double calibrationError(SmallClassifier network, Samples samples) {
        double[] surplus = new double[15];
        double[][] probabilities = network.probabilities(samples);
        for (int i = 0; i < probabilities.length; i++) {
            double[] p = probabilities[i];
            int said = 0;
            for (int k = 1; k < p.length; k++) {
                said = p[k] > p[said] ? k : said;
            }
            int bin = Math.min(14, (int) (15 * p[said]));
            surplus[bin] += p[said] - (said == samples.codes()[i] ? 1 : 0);
        }
        double error = 0;
        for (double bin : surplus) {
            error += Math.abs(bin) / probabilities.length;
        }
        return error;
    }

    private static double bothFirst(SmallClassifier network, Samples samples) {
        int pairs = samples.size() / 2;
        float[] x = new float[pairs * FEATURES];
        for (int i = 0; i < x.length; i++) {
            int first = i / FEATURES * 2 * FEATURES + i % FEATURES;
            x[i] = (samples.x()[first] + samples.x()[first + FEATURES]) / 2;
        }
        double[][] probabilities = network.probabilities(new Samples(x, new int[pairs]));
        int different = 0;
        int found = 0;
        for (int i = 0; i < pairs; i++) {
            int a = samples.codes()[2 * i];
            int b = samples.codes()[2 * i + 1];
            double lower = Math.min(probabilities[i][a], probabilities[i][b]);
            int above = 0;
            for (int k = 0; k < CLASSES; k++) {
                above += k != a && k != b && probabilities[i][k] > lower ? 1 : 0;
            }
            different += a != b ? 1 : 0;
            found += a != b && above == 0 ? 1 : 0;
        }
        return (double) found / different;
    }
}
