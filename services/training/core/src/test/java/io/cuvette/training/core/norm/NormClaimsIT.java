package io.cuvette.training.core.norm;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Claims of the normalisations of a layer, on classes of points; every side has its rate tuned. */
class NormClaimsIT {
    private static final int CLASSES = 6;
    private static final int INPUTS = 16;
    private static final Blobs BLOBS = new Blobs(CLASSES, INPUTS, 0.9, 1);
    private static final NormStudy MICRO = study(1600, 0);
    private static final int MICRO_STEPS = 800;
    private static final double[] MICRO_RATES = {0.003, 0.006};

    private static NormNet.Shape plain(Integer... hidden) {
        return new NormNet.Shape(INPUTS, List.of(hidden), CLASSES, Optional.empty());
    }

    private static NormFactory batchNorm(double momentum) {
        var settings = new BatchNorm.Settings(momentum, 1e-3);
        return (parameters, name, units) -> BatchNorm.create(parameters, name, units, settings);
    }

    private static NormStudy study(int rows, double wrongLabels) {
        return new NormStudy(
                BLOBS.sample(rows, wrongLabels, 2),
                BLOBS.sample(1000, 0, 3),
                BLOBS.sample(2000, 0, 4),
                1,
                3);
    }

    @ClaimOf(area = Area.NORM, value = "batch-norm")
    @Test
    void batchNormTrainsADeepNetworkFurtherInTheSameSteps() {
        NormStudy study = study(2000, 0);
        int depth = 8;
        var plain = plain(Collections.nCopies(depth, 24).toArray(Integer[]::new));
        var normalised = plain.with(batchNorm(0.9));
        double[] rates = {0.01, 0.03, 0.1};
        var without = study.best(plain, 64, 120, rates);
        var with = study.best(normalised, 64, 120, rates);
        var withoutFast = study.best(plain, 64, 120, 0.3);
        var withFast = study.best(normalised, 64, 120, 0.3);
        assertThat(with.error()).isLessThan(0.85 * without.error());
        assertThat(withFast.error()).isLessThan(0.3);
        assertThat(withoutFast.error()).isGreaterThan(0.6);
        MeasuredClaim.of(Area.NORM, "batch-norm")
                .figure("error", with.error())
                .figure("plain", without.error())
                .figure("fast", withFast.error())
                .figure("plain fast", withoutFast.error())
                .shows(
                        "8 layers, 120 steps, each at its best of three rates: test error {error}"
                                + " against {plain} without; at a rate of 0.3 {fast} against {plain"
                                + " fast} (3 seeds)");
    }

    @ClaimOf(area = Area.NORM, value = "ghost-batch-norm")
    @Test
    void ghostBatchesBringALargeBatchNearTheErrorOfASmallOne() {
        NormStudy study = study(1024, 0.2);
        double tuned = 0.01;
        double scaled = tuned * Math.sqrt(256 / 32.0);
        var batchNorm = plain(48, 48).with(batchNorm(0.9));
        var settings = new GhostBatchNorm.Settings(32, 0.98, 1e-3);
        var ghosts = plain(48, 48).with((p, name, f) -> new GhostBatchNorm(p, name, f, settings));
        var small = study.best(batchNorm, 32, 300, 0.003, tuned, 0.03);
        var large = study.best(batchNorm, 256, 300, scaled);
        var ghost = study.best(ghosts, 256, 300, scaled);
        var largeTuned = study.best(batchNorm, 256, 300, tuned);
        var ghostTuned = study.best(ghosts, 256, 300, tuned);
        assertThat(small.rate()).isEqualTo(tuned);
        assertThat(ghost.error() - small.error())
                .isLessThan(0.75 * (large.error() - small.error()));
        assertThat(ghostTuned.error()).isLessThan(largeTuned.error());
        MeasuredClaim.of(Area.NORM, "ghost-batch-norm")
                .figure("small", small.error())
                .figure("large", large.error())
                .figure("ghost", ghost.error())
                .figure("large unscaled", largeTuned.error())
                .figure("ghost unscaled", ghostTuned.error())
                .shows(
                        "a fifth of labels wrong, 300 steps: test error {small} in batches of 32 at"
                                + " the best rate; in batches of 256 at a rate scaled by the root"
                                + " {large}, with ghosts of 32 {ghost}; at the unscaled rate {large"
                                + " unscaled} and {ghost unscaled} (3 seeds)");
    }

    @ClaimOf(area = Area.NORM, value = "layer-norm")
    @Test
    void batchesOfTwoDoNoHarmToLayerNorm() {
        var shape = plain(24, 24).with(layerNorm());
        var layer32 = MICRO.best(shape, 32, MICRO_STEPS / 16, 0.03, 0.1);
        var layer2 = MICRO.best(shape, 2, MICRO_STEPS, MICRO_RATES);
        var batch2 = batchNormInTwos();
        assertThat(layer2.error()).isLessThan(layer32.error() + 0.02);
        assertThat(batch2.error()).isGreaterThan(layer2.error() + 0.2);
        MeasuredClaim.of(Area.NORM, "layer-norm")
                .figure("two", layer2.error())
                .figure("many", layer32.error())
                .figure("batch norm", batch2.error())
                .shows(
                        "1600 rows once, each at its better of two rates: test error {two} in"
                                + " batches of 2, {many} in batches of 32; batch norm in batches of"
                                + " 2 has {batch norm} (3 seeds)");
    }

    @ClaimOf(area = Area.NORM, value = "bcn-ws")
    @Test
    void standardisedWeightsAndBatchChannelNormInTwosMatchBatchNormIn32s() {
        var batch32 =
                MICRO.best(plain(24, 24).with(batchNorm(0.9)), 32, MICRO_STEPS / 16, 0.03, 0.1);
        var batch2 = batchNormInTwos();
        var settings = BatchChannelNorm.Settings.DEFAULT;
        var channel2 =
                MICRO.best(
                        plain(24, 24)
                                .with((p, name, f) -> new BatchChannelNorm(p, name, f, settings)),
                        2,
                        MICRO_STEPS,
                        MICRO_RATES);
        assertThat(channel2.error()).isLessThan(batch32.error() + 0.02);
        assertThat(batch2.error()).isGreaterThan(batch32.error() + 0.2);
        MeasuredClaim.of(Area.NORM, "bcn-ws")
                .figure("bcn-ws", channel2.error())
                .figure("batch norm at 32", batch32.error())
                .figure("batch norm at 2", batch2.error())
                .shows(
                        "1600 rows once, each at its better of two rates: test error {bcn-ws} in"
                                + " batches of 2; batch norm has {batch norm at 32} in batches of 32"
                                + " and {batch norm at 2} in batches of 2 (3 seeds)");
    }

    private static NormStudy.Outcome batchNormInTwos() {
        return MICRO.best(plain(24, 24).with(batchNorm(0.99)), 2, MICRO_STEPS, 0.001, 0.003);
    }

    private static NormFactory layerNorm() {
        return (p, name, f) -> new LayerNorm(p, name, f, LayerNorm.Settings.DEFAULT);
    }

    @ClaimOf(area = Area.NORM, value = "power-norm")
    @Test
    void powerNormKeepsWhatItLearnedWhereBatchesAreSequences() {
        int length = 16;
        var study =
                new NormStudy(
                        sequences(200, length, 5),
                        sequences(60, length, 6),
                        sequences(100, length, 7),
                        length,
                        3);
        double[] rates = {0.003, 0.01, 0.03};
        var shape = plain(32, 32);
        var settings = new PowerNorm.Settings(0.9, 0.9, 50, 1e-5);
        var power =
                study.best(
                        shape.with((p, name, f) -> new PowerNorm(p, name, f, settings)),
                        1,
                        250,
                        rates);
        var batch = study.best(shape.with(batchNorm(0.9)), 1, 250, rates);
        assertThat(power.loss()).isLessThan(0.7 * batch.loss());
        double gap = power.loss() / power.trainingLoss();
        assertThat(gap).isLessThan(0.75 * batch.loss() / batch.trainingLoss());
        MeasuredClaim.of(Area.NORM, "power-norm")
                .figure("power", power.loss())
                .figure("power training", power.trainingLoss())
                .figure("batch", batch.loss())
                .figure("batch training", batch.trainingLoss())
                .shows(
                        "a batch is one sequence of 16 tokens around a topic, each at its best of"
                                + " three rates: test loss {power} after a training loss of {power"
                                + " training}; batch norm {batch} after {batch training} (3 seeds)");
    }

    /** Points whose first four coordinates share a large offset within a sequence, as a topic. */
    private static Blobs.Sample sequences(int count, int length, long seed) {
        Blobs.Sample sample = BLOBS.sample(count * length, 0, seed);
        RandomStream random = new RandomStream(seed + 100);
        for (int sequence = 0; sequence < count; sequence++) {
            for (int j = 0; j < 4; j++) {
                double topic = 3 * random.nextGaussian();
                for (int i = sequence * length; i < (sequence + 1) * length; i++) {
                    sample.x()[i][j] += topic;
                }
            }
        }
        return sample;
    }
}
