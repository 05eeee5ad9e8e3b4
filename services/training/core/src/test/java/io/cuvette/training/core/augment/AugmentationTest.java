package io.cuvette.training.core.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.CrossEntropy;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the papers' formulas in plain Java, and against central differences. */
class AugmentationTest {
    private static final int SAMPLES = 6;
    private static final int CLASSES = 4;
    private static final int[] CODES = {0, 1, 2, 3, 1, 1};

    private final ClassificationLoss base = new CrossEntropy(CrossEntropy.Settings.DEFAULT);
    private Tensors tensors;
    private GradMode grad;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        grad = GradMode.on();
    }

    @AfterEach
    void close() {
        grad.close();
        tensors.close();
    }

    private static LossContext context() {
        return LossContext.of(new RandomStream(5));
    }

    /** Inputs whose only value is the number of the row, so that a blend tells its partners. */
    private PtNDArray numbered() {
        return tensors.of(IntStream.range(0, SAMPLES).asDoubleStream().toArray(), SAMPLES, 1);
    }

    private PtNDArray codes() {
        return tensors.codes(CODES);
    }

    private PtNDArray logits(long seed, int rows) {
        return GradientCheck.random(tensors, seed, rows, CLASSES);
    }

    private static double[] row(PtNDArray z, int i) {
        return Arrays.copyOfRange(z.toDoubleArray(), i * CLASSES, (i + 1) * CLASSES);
    }

    private static double logSum(double[] z, int without) {
        double sum = 0;
        for (int k = 0; k < z.length; k++) {
            sum += k == without ? 0 : Math.exp(z[k]);
        }
        return Math.log(sum);
    }

    private static double crossEntropy(double[] z, int y) {
        return logSum(z, -1) - z[y];
    }

    private static double value(MixedBatch mixed, PtNDArray z, ClassificationLoss base) {
        return mixed.loss(z, base, context()).toDoubleArray()[0];
    }

    @Test
    void blendsAreOfTwoRowsWithOneShareAndEachRowIsAPartnerOnce() {
        Blend blend = Blend.draw(numbered(), codes(), 1, new RandomStream(8));
        double[] x = blend.inputs().toDoubleArray();
        int[] partners =
                IntStream.range(0, SAMPLES)
                        .map(
                                i ->
                                        (int)
                                                Math.round(
                                                        (x[i] - blend.share() * i)
                                                                / (1 - blend.share())))
                        .toArray();
        assertThat(Arrays.stream(partners).sorted()).containsExactly(0, 1, 2, 3, 4, 5);
        for (int i = 0; i < SAMPLES; i++) {
            assertThat(x[i])
                    .isCloseTo(
                            blend.share() * i + (1 - blend.share()) * partners[i], within(1e-12));
            assertThat(blend.partners().toLongArray()[i]).isEqualTo(CODES[partners[i]]);
        }
    }

    @Test
    void mixupWeighsTheLossesOfBothClasses() {
        MixedBatch mixed =
                new Mixup(Mixup.Settings.DEFAULT)
                        .mix(numbered(), codes(), new RandomStream(8), 0.99);
        Blend blend = Blend.draw(numbered(), codes(), 1, new RandomStream(8));
        PtNDArray z = logits(1, SAMPLES);
        double expected = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int partner = (int) blend.partners().toLongArray()[i];
            expected += blend.share() * crossEntropy(row(z, i), CODES[i]) / SAMPLES;
            expected += (1 - blend.share()) * crossEntropy(row(z, i), partner) / SAMPLES;
        }
        assertThat(value(mixed, z, base)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void mixupLeavesSamplesAsTheyAreFromItsEndOn() {
        Mixup mixup = new Mixup(new Mixup.Settings(1, 0.6));
        PtNDArray z = logits(1, SAMPLES);
        MixedBatch before = mixup.mix(numbered(), codes(), new RandomStream(8), 0.59);
        MixedBatch after = mixup.mix(numbered(), codes(), new RandomStream(8), 0.6);
        assertThat(before.inputs().toDoubleArray()).isNotEqualTo(numbered().toDoubleArray());
        assertThat(after.inputs().toDoubleArray()).isEqualTo(numbered().toDoubleArray());
        assertThat(value(after, z, base))
                .isEqualTo(base.evaluate(z, codes(), context()).toDoubleArray()[0]);
    }

    @Test
    void decoupledAddsTheLogOddsOfEachClassWithoutTheOther() {
        var settings = new DecoupledMixup.Settings(1, 0.3);
        MixedBatch mixed =
                new DecoupledMixup(settings).mix(numbered(), codes(), new RandomStream(8), 0);
        MixedBatch plain =
                new Mixup(Mixup.Settings.DEFAULT).mix(numbered(), codes(), new RandomStream(8), 0);
        long[] partners =
                Blend.draw(numbered(), codes(), 1, new RandomStream(8)).partners().toLongArray();
        PtNDArray z = logits(1, SAMPLES);
        double expected = value(plain, z, base);
        int different = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int b = (int) partners[i];
            if (b != CODES[i]) {
                double[] scores = row(z, i);
                expected += 0.3 / SAMPLES * (logSum(scores, b) - scores[CODES[i]]);
                expected += 0.3 / SAMPLES * (logSum(scores, CODES[i]) - scores[b]);
                different++;
            }
        }
        assertThat(different).isBetween(1, SAMPLES - 1);
        assertThat(value(mixed, z, base)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void rankByMarginWantsPlainSamplesToLead() {
        var settings = new RankMixup.Settings(RankMixup.Ranking.MARGIN, 1, 2, 0.5, 0.4);
        RandomStream same = new RandomStream(8);
        MixedBatch mixed = new RankMixup(settings).mix(numbered(), codes(), new RandomStream(8), 0);
        assertThat(mixed.inputs().getShape().getShape()).containsExactly(3 * SAMPLES, 1);
        PtNDArray z = logits(2, 3 * SAMPLES);
        double expected = 0;
        for (int i = 0; i < SAMPLES; i++) {
            expected += crossEntropy(row(z, i), CODES[i]) / SAMPLES;
        }
        for (int set = 0; set < 2; set++) {
            long[] partners = Blend.draw(numbered(), codes(), 1, same).partners().toLongArray();
            for (int i = 0; i < SAMPLES; i++) {
                double sure = Arrays.stream(row(z, i)).max().orElseThrow();
                double less = Arrays.stream(row(z, (set + 1) * SAMPLES + i)).max().orElseThrow();
                if (partners[i] != CODES[i]) {
                    expected += 0.4 * Math.max(0, less - sure + 0.5) / (2 * SAMPLES);
                }
            }
        }
        assertThat(value(mixed, z, base)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void rankByGainComparesConfidencesWithSharesInTheirOrder() {
        var settings = new RankMixup.Settings(RankMixup.Ranking.GAIN, 1, 3, 0.5, 0.4);
        MixedBatch mixed = new RankMixup(settings).mix(numbered(), codes(), new RandomStream(8), 0);
        PtNDArray z = logits(2, 4 * SAMPLES);
        RandomStream same = new RandomStream(8);
        Blend[] blends = new Blend[3];
        for (int set = 0; set < 3; set++) {
            blends[set] = Blend.draw(numbered(), codes(), 1, same);
        }
        double expected = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int row = i;
            expected += crossEntropy(row(z, i), CODES[i]) / SAMPLES;
            double[][] pairs =
                    IntStream.range(0, 3)
                            .mapToObj(
                                    set ->
                                            new double[] {
                                                share(blends[set], row),
                                                confidence(row(z, (set + 1) * SAMPLES + row))
                                            })
                            .sorted((p, q) -> Double.compare(q[0], p[0]))
                            .toArray(double[][]::new);
            double dcg = confidence(row(z, i));
            double ideal = 1;
            for (int place = 2; place <= 4; place++) {
                double log = Math.log(place + 1) / Math.log(2);
                dcg += pairs[place - 2][1] / log;
                ideal += pairs[place - 2][0] / log;
            }
            double ratio = dcg < ideal ? dcg / ideal : ideal / dcg;
            expected += 0.4 * (1 - ratio) / SAMPLES;
        }
        assertThat(value(mixed, z, base)).isCloseTo(expected, within(1e-12));
    }

    private static double share(Blend blend, int i) {
        return blend.partners().toLongArray()[i] == CODES[i] ? 1 : blend.leadingShare();
    }

    private static double confidence(double[] z) {
        double largest = Arrays.stream(z).max().orElseThrow();
        return Math.exp(largest - logSum(z, -1));
    }

    static Stream<MethodEntry<Augmentation>> all() {
        return AugmentMethods.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void gradientsEqualCentralDifferences(MethodEntry<Augmentation> entry) {
        checkGradient(entry.standard().plan());
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfEachRankingEqualCentralDifferences(RankMixup.Ranking ranking) {
        checkGradient(new RankMixup(new RankMixup.Settings(ranking, 2, 2, 1, 0.7)));
    }

    /** Through a linear network, by its weights. */
    private void checkGradient(Augmentation augmentation) {
        PtNDArray x = GradientCheck.random(tensors, 6, SAMPLES, 3);
        PtNDArray codes = codes();
        GradientCheck.check(
                tensors,
                in -> {
                    MixedBatch mixed = augmentation.mix(x, codes, new RandomStream(4), 0);
                    return mixed.loss(Functions.matmul(mixed.inputs(), in[0]), base, context());
                },
                GradientCheck.random(tensors, 7, 3, CLASSES));
    }

    @ParameterizedTest
    @MethodSource("all")
    void drawsDependOnTheStepsStreamOnly(MethodEntry<Augmentation> entry) {
        Augmentation augmentation = entry.standard().plan();
        double[] first =
                augmentation
                        .mix(numbered(), codes(), new RandomStream(1), 0)
                        .inputs()
                        .toDoubleArray();
        double[] again =
                augmentation
                        .mix(numbered(), codes(), new RandomStream(1), 0)
                        .inputs()
                        .toDoubleArray();
        double[] other =
                augmentation
                        .mix(numbered(), codes(), new RandomStream(2), 0)
                        .inputs()
                        .toDoubleArray();
        assertThat(again).isEqualTo(first);
        assertThat(other).isNotEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatDoesNotFitIsRefusedByName(MethodEntry<Augmentation> entry) {
        Augmentation augmentation = entry.standard().plan();
        RandomStream random = new RandomStream(1);
        assertThatThrownBy(
                        () ->
                                augmentation.mix(
                                        numbered(), tensors.codes(new int[] {1, 2}), random, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one a row");
        assertThatThrownBy(
                        () -> augmentation.mix(tensors.of(new float[] {1}, 1), codes(), random, 0))
                .hasMessageContaining("[samples, features]");
        assertThatThrownBy(
                        () -> augmentation.mix(tensors.of(new long[6], 6, 1), codes(), random, 0))
                .hasMessageContaining("inputs are FLOAT32 or FLOAT64");
        MixedBatch mixed = augmentation.mix(numbered(), codes(), random, 0);
        assertThatThrownBy(() -> mixed.loss(logits(1, SAMPLES + 1), base, context()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsOutOfRangeNameTheFieldAndTheRange() {
        assertThatThrownBy(() -> new Mixup(new Mixup.Settings(0, 1))).hasMessageContaining("shape");
        assertThatThrownBy(() -> new Mixup(new Mixup.Settings(1, 1.5)))
                .hasMessageContaining("until is 1.5");
        assertThatThrownBy(() -> new DecoupledMixup(new DecoupledMixup.Settings(1, -1)))
                .hasMessageContaining("weight is -1.0");
        assertThatThrownBy(
                        () ->
                                new RankMixup(
                                        new RankMixup.Settings(RankMixup.Ranking.GAIN, 1, 0, 1, 1)))
                .hasMessageContaining("sets is 0");
    }

    @Test
    void betaDrawsHaveItsMeanAndVariance() {
        for (double shape : new double[] {0.05, 0.5, 1, 4}) {
            RandomStream random = new RandomStream(3);
            double[] draws =
                    IntStream.range(0, 40_000)
                            .mapToDouble(i -> BetaDraw.symmetric(shape, random))
                            .toArray();
            double mean = Arrays.stream(draws).average().orElseThrow();
            double variance =
                    Arrays.stream(draws).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
            assertThat(mean).isCloseTo(0.5, within(0.01));
            assertThat(variance).isCloseTo(1 / (4 * (2 * shape + 1)), within(0.005));
            assertThat(Arrays.stream(draws).min().orElseThrow()).isBetween(0.0, 1.0);
        }
    }
}
