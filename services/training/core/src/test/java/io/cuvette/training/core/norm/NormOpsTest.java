package io.cuvette.training.core.norm;

import static io.cuvette.training.core.tensor.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.GradientCheck;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values by hand or by plain Java, and gradients by central differences. */
class NormOpsTest {
    private Tensors tensors;
    private Parameters parameters;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        parameters = new Parameters(tensors, 1, DataType.FLOAT64);
    }

    @AfterEach
    void close() {
        parameters.close();
        tensors.close();
    }

    @Test
    void layerNormIsOverEachRow() {
        LayerNorm norm = new LayerNorm(parameters, "n", 3, new LayerNorm.Settings(1e-3));
        double[] y = norm.evaluate(tensors.of(new double[] {1, 2, 6}, 1, 3)).toDoubleArray();
        // mean 3, biased variance 14/3
        assertThat(y[2]).isCloseTo(3 / Math.sqrt(14.0 / 3 + 1e-3), within(1e-12));
        GradientCheck.check(
                tensors,
                in -> NormOps.layerNorm(in[0], in[1], in[2], 1e-3),
                random(tensors, 1, 4, 3),
                random(tensors, 2, 3),
                random(tensors, 3, 3));
        assertThat(norm.folded()).isEmpty();
    }

    @Test
    void ghostsAreNormalisedApartAndMoveTheRunningStatisticsInTurn() {
        GhostBatchNorm norm =
                new GhostBatchNorm(parameters, "n", 1, new GhostBatchNorm.Settings(2, 0.75, 1e-3));
        PtNDArray x = tensors.of(new double[] {1, 3, 10, 14}, 4, 1);
        double[] y = norm.train(x, new Tape()).toDoubleArray();
        assertThat(y[1]).isCloseTo(1 / Math.sqrt(1 + 1e-3), within(1e-12));
        assertThat(y[2]).isCloseTo(-2 / Math.sqrt(4 + 1e-3), within(1e-12));
        BatchNorm whole = norm.asBatchNorm();
        // 0.75 (0.75 * 0 + 0.25 * 2) + 0.25 * 12 and 0.75 (0.75 * 1 + 0.25 * 1) + 0.25 * 4
        assertThat(whole.runningMean().toDoubleArray()[0]).isCloseTo(3.375, within(1e-12));
        assertThat(whole.runningVariance().toDoubleArray()[0]).isCloseTo(1.75, within(1e-12));
        GradientCheck.check(
                tensors,
                in ->
                        NormOps.ghostBatchNorm(
                                in[0],
                                in[1],
                                in[2],
                                tensors.zeros(DataType.FLOAT64, 2),
                                tensors.full(1, DataType.FLOAT64, 2),
                                3,
                                0.9,
                                1e-3),
                random(tensors, 4, 8, 2),
                random(tensors, 5, 2),
                random(tensors, 6, 2));
    }

    @Test
    void aBatchOfOneGhostIsBatchNormalisationToTheBit() {
        GhostBatchNorm ghost =
                new GhostBatchNorm(parameters, "g", 3, GhostBatchNorm.Settings.DEFAULT);
        BatchNorm batch = BatchNorm.create(parameters, "b", 3);
        PtNDArray x = random(tensors, 7, 63, 3);
        assertThat(ghost.train(x, new Tape()).toDoubleArray())
                .isEqualTo(batch.train(x, new Tape()).toDoubleArray());
        assertThat(ghost.asBatchNorm().runningVariance().toDoubleArray())
                .isEqualTo(batch.runningVariance().toDoubleArray());
    }

    @Test
    void standardisedWeightsHaveMeanZeroAndVarianceOneForEachOutput() {
        PtNDArray weight = random(tensors, 8, 5, 3).mul(random(tensors, 9, 1, 3)).add(2);
        PtNDArray standard = NormOps.standardised(weight, 1e-9);
        for (double mean : standard.mean(new int[] {0}).toDoubleArray()) {
            assertThat(mean).isCloseTo(0, within(1e-12));
        }
        for (double square : standard.square().mean(new int[] {0}).toDoubleArray()) {
            assertThat(square).isCloseTo(1, within(1e-5));
        }
        GradientCheck.check(
                tensors, in -> NormOps.standardised(in[0], 1e-3), random(tensors, 10, 4, 3));
    }

    @Test
    void channelNormIsOverGroupsOfUnits() {
        PtNDArray x = tensors.of(new double[] {1, 3, 10, 14}, 1, 4);
        PtNDArray gamma = tensors.of(new double[] {2, 3});
        PtNDArray beta = tensors.of(new double[] {0.5, -1});
        double[] y = NormOps.channelNorm(x, gamma, beta, 1e-3).toDoubleArray();
        assertThat(y[0]).isCloseTo(-2 / Math.sqrt(1 + 1e-3) + 0.5, within(1e-12));
        assertThat(y[3]).isCloseTo(3 * 2 / Math.sqrt(4 + 1e-3) - 1, within(1e-12));
        GradientCheck.check(
                tensors,
                in -> NormOps.channelNorm(in[0], in[1], in[2], 1e-3),
                random(tensors, 11, 3, 6),
                random(tensors, 12, 2),
                random(tensors, 13, 2));
    }

    @Test
    void estimatedStatisticsMoveFirstAndAreConstantsToTheGradient() {
        PtNDArray mean = tensors.of(new double[] {1});
        PtNDArray variance = tensors.of(new double[] {2});
        PtNDArray one = tensors.of(new double[] {1});
        PtNDArray zero = tensors.of(new double[] {0});
        PtNDArray x = tensors.of(new double[] {2, 6}, 2, 1);
        double[] observed =
                NormOps.estimatedBatchNorm(x, one, zero, mean, variance, 0.5, 1e-3, false)
                        .toDoubleArray();
        // mean (1 + 4) / 2, variance (2 + (1 + 25) / 2) / 2
        assertThat(observed[1]).isCloseTo((6 - 2.5) / Math.sqrt(7.5 + 1e-3), within(1e-12));
        assertThat(mean.toDoubleArray()).containsExactly(1);
        double[] moved =
                NormOps.estimatedBatchNorm(x, one, zero, mean, variance, 0.5, 1e-3, true)
                        .toDoubleArray();
        assertThat(moved).isEqualTo(observed);
        assertThat(mean.toDoubleArray()).containsExactly(2.5);
        assertThat(variance.toDoubleArray()).containsExactly(7.5);
        GradientCheck.check(
                tensors,
                in ->
                        NormOps.estimatedBatchNorm(
                                tensors.of(new double[] {2, 6, 1, 3}, 2, 2),
                                in[0],
                                in[1],
                                tensors.of(new double[] {1, 2}),
                                tensors.of(new double[] {2, 3}),
                                0.1,
                                1e-3,
                                false),
                random(tensors, 14, 2),
                random(tensors, 15, 2));
    }

    @Test
    void foldingGivesTheSameAnswersAsTheLayer() {
        Linear dense = Linear.create(parameters, "dense", 4, 3);
        BatchNorm batch = BatchNorm.create(parameters, "b", 3);
        PowerNorm power = new PowerNorm(parameters, "p", 3, PowerNorm.Settings.DEFAULT);
        PtNDArray x = random(tensors, 16, 9, 4);
        for (Norm norm : List.of(batch, power)) {
            norm.train(dense.apply(x).mul(3).add(1), new Tape());
            Optional<Affine> folded = norm.folded();
            PtNDArray expected = norm.evaluate(dense.apply(x));
            PtNDArray actual = folded.orElseThrow().after(dense).apply(x);
            assertThat(actual.sub(expected).abs().max().toDoubleArray()[0]).isLessThan(1e-12);
            assertThat(folded.orElseThrow().scale().hasGradient()).isFalse();
        }
    }

    @Test
    void badShapesAndSettingsNameTheMethodAndTheRange() {
        Norm layer = new LayerNorm(parameters, "l", 3, LayerNorm.Settings.DEFAULT);
        assertThatThrownBy(() -> layer.evaluate(random(tensors, 1, 2, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("layer-norm takes rows of 3 values");
        Norm ghost = new GhostBatchNorm(parameters, "g", 3, GhostBatchNorm.Settings.DEFAULT);
        assertThatThrownBy(() -> ghost.train(random(tensors, 1, 1, 3), new Tape()))
                .hasMessageContaining("at least 2");
        assertThatThrownBy(
                        () ->
                                new BatchChannelNorm(
                                        parameters,
                                        "c",
                                        6,
                                        new BatchChannelNorm.Settings(4, true, 0.01, 1e-5)))
                .hasMessageContaining("6 units of c make no 4 groups");
        assertThatThrownBy(
                        () ->
                                BatchNorm.create(
                                        parameters, "b", 3, new BatchNorm.Settings(1.5, 1e-3)))
                .hasMessageContaining("momentum is 1.5");
        assertThatThrownBy(() -> new MixLn(new MixLn.Settings(Double.NaN)))
                .hasMessageContaining("early is NaN");
        assertThatThrownBy(() -> new MixLn(MixLn.Settings.DEFAULT).of(4, 4))
                .hasMessageContaining("no block 4 among 4");
        assertThatThrownBy(
                        () ->
                                new PowerNorm(
                                        parameters,
                                        "p",
                                        3,
                                        new PowerNorm.Settings(0.9, -1, 0, 1e-5)))
                .hasMessageContaining("gradientDecay is -1.0");
    }

    @Test
    void mixLnNormalisesTheSumInEarlyBlocksOnly() {
        MixLn mix = new MixLn(new MixLn.Settings(0.3));
        assertThat(mix.of(2, 10)).isEqualTo(NormPlacement.Place.AFTER);
        assertThat(mix.of(3, 10)).isEqualTo(NormPlacement.Place.BEFORE);
        assertThat(mix.endsNormalised(10)).isFalse();
        assertThat(new MixLn(new MixLn.Settings(1)).endsNormalised(10)).isTrue();
        PtNDArray x = tensors.of(new double[] {1, 2}, 1, 2);
        PtNDArray after = mix.block(0, 10, x, y -> y.mul(10), y -> y.add(1));
        PtNDArray before = mix.block(9, 10, x, y -> y.mul(10), y -> y.add(1));
        assertThat(after.toDoubleArray()).containsExactly(30, 50);
        assertThat(before.toDoubleArray()).containsExactly(12, 23);
    }
}
