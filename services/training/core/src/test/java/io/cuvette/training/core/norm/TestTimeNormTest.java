package io.cuvette.training.core.norm;

import static io.cuvette.training.core.tensor.GradientCheck.random;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.Tensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Formulas in plain Java, state, and bad input of the test-time normalisations. */
class TestTimeNormTest {
    private static final double EPSILON = 1e-3;
    private Tensors tensors;
    private SourceNorm source;

    @BeforeEach
    void open() {
        tensors = Tensors.open();
        source =
                new SourceNorm(
                        tensors.of(new double[] {2, 1}),
                        tensors.of(new double[] {0.5, 0}),
                        tensors.of(new double[] {1, -1}),
                        tensors.of(new double[] {4, 0.25}),
                        EPSILON);
    }

    @AfterEach
    void close() {
        tensors.close();
    }

    @Test
    void alphaBnMixesTheStatistics() {
        try (AlphaBn norm = new AlphaBn(source, new AlphaBn.Settings(0.75))) {
            double[] y = norm.apply(tensors.of(new double[] {3, 0, 7, 2}, 2, 2)).toDoubleArray();
            // unit 0: mean 0.75 + 0.25 * 5, variance 3 + 0.25 * 4
            assertThat(y[0]).isCloseTo(2 * (3 - 2) / Math.sqrt(4 + EPSILON) + 0.5, within(1e-12));
            // unit 1: mean -0.75 + 0.25, variance 0.1875 + 0.25
            assertThat(y[3]).isCloseTo(2.5 / Math.sqrt(0.4375 + EPSILON), within(1e-12));
        }
    }

    @Test
    void adaB2nForgetsAsThePapersRecursionDoes() {
        var settings = new AdaB2n.Settings(0.1, 0.6);
        try (AdaB2n norm = new AdaB2n(tensors, source, settings)) {
            double eta = Math.pow(0.1, 0.6);
            double mean = 1;
            double variance = 4;
            for (int t = 0; t < 4; t++) {
                PtNDArray x = random(tensors, t, 64, 2);
                double[] y = norm.apply(x).toDoubleArray();
                eta = eta / (eta + Math.pow(0.9, 0.6));
                double sum = 0;
                double square = 0;
                double[] rows = x.toDoubleArray();
                for (int i = 0; i < 64; i++) {
                    sum += (rows[2 * i] - mean) / 64;
                    square += (rows[2 * i] - mean) * (rows[2 * i] - mean) / 64;
                }
                mean += eta * sum;
                variance += eta * (square - variance);
                double expected = 2 * (rows[0] - mean) / Math.sqrt(variance + EPSILON) + 0.5;
                assertThat(y[0]).isCloseTo(expected, within(1e-10));
            }
        }
    }

    @Test
    void unmixStartsAsAMixtureWithTheSourcesMoments() {
        var settings = new UnmixTns.Settings(256, 0.1, 0.07, 0.5);
        try (UnmixTns norm = new UnmixTns(tensors, source, settings, 3)) {
            MethodState state = norm.save();
            double[] means = state.numbers("means");
            double[] variances = state.numbers("variances");
            double first = 0;
            double second = 0;
            for (int k = 0; k < 256; k++) {
                first += means[2 * k] / 256;
                second += (variances[2 * k] + means[2 * k] * means[2 * k]) / 256;
            }
            assertThat(first).isCloseTo(1, within(0.3));
            assertThat(second - first * first).isCloseTo(4, within(0.6));
        }
    }

    @Test
    void unmixFollowsItsFormulas() {
        var settings = new UnmixTns.Settings(2, 0.2, 0.5, 0.5);
        try (UnmixTns norm = new UnmixTns(tensors, source, settings, 3)) {
            double[] mu = norm.save().numbers("means");
            double[] v = norm.save().numbers("variances");
            double[] x = {1.5, -0.5};
            double[] y = norm.apply(tensors.of(x, 1, 2)).toDoubleArray();
            double[] score = new double[2];
            for (int k = 0; k < 2; k++) {
                double dot = x[0] * mu[2 * k] + x[1] * mu[2 * k + 1];
                double norms = Math.hypot(x[0], x[1]) * Math.hypot(mu[2 * k], mu[2 * k + 1]);
                score[k] = Math.exp(dot / norms / 0.5);
            }
            double mean = 0;
            double squares = 0;
            double momentum = 1 - Math.pow(0.8, 1 / 64.0);
            for (int k = 0; k < 2; k++) {
                double p = score[k] / (score[0] + score[1]);
                double off = x[0] - mu[2 * k];
                double m = (1 - p) * mu[2 * k] + p * x[0];
                mean += m / 2;
                squares += ((1 - p) * v[2 * k] + p * (1 - p) * off * off + m * m) / 2;
                assertThat(norm.save().numbers("means")[2 * k])
                        .isCloseTo(mu[2 * k] + momentum * p * off, within(1e-12));
                assertThat(norm.save().numbers("variances")[2 * k])
                        .isCloseTo(v[2 * k] + momentum * p * (off * off - v[2 * k]), within(1e-12));
            }
            double variance = squares - mean * mean;
            double expected = 2 * (x[0] - mean) / Math.sqrt(variance + EPSILON) + 0.5;
            assertThat(y[0]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void aRestoredStreamGoesOnToTheBit() {
        for (var entry : NormMethods.TEST_TIME) {
            TestTimeNormFactory factory = entry.standard().plan();
            try (TestTimeNorm whole = factory.create(tensors, source, 1);
                    TestTimeNorm first = factory.create(tensors, source, 1);
                    TestTimeNorm second = factory.create(tensors, source, 2)) {
                for (int t = 0; t < 3; t++) {
                    whole.apply(random(tensors, t, 8, 2));
                    first.apply(random(tensors, t, 8, 2));
                }
                second.restore(new MethodState(first.save().values()));
                for (int t = 3; t < 6; t++) {
                    double[] expected = whole.apply(random(tensors, t, 8, 2)).toDoubleArray();
                    assertThat(second.apply(random(tensors, t, 8, 2)).toDoubleArray())
                            .as(entry.name())
                            .isEqualTo(expected);
                }
                whole.reset();
                try (TestTimeNorm fresh = factory.create(tensors, source, 1)) {
                    assertThat(whole.apply(random(tensors, 9, 8, 2)).toDoubleArray())
                            .isEqualTo(fresh.apply(random(tensors, 9, 8, 2)).toDoubleArray());
                }
            }
        }
    }

    @Test
    void theSourceIsNeverChanged() {
        double[] mean = source.mean().toDoubleArray();
        for (var entry : NormMethods.TEST_TIME) {
            try (TestTimeNorm norm = entry.standard().plan().create(tensors, source, 1)) {
                norm.apply(random(tensors, 1, 4, 2));
                assertThat(source.mean().toDoubleArray()).isEqualTo(mean);
                assertThatThrownBy(() -> norm.apply(random(tensors, 1, 4, 3)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(entry.name() + " takes rows of 2 values");
                assertThatThrownBy(() -> norm.apply(tensors.zeros(DataType.FLOAT64, 0, 2)))
                        .hasMessageContaining("at least 1");
            }
        }
        assertThatThrownBy(() -> new AlphaBn(source, new AlphaBn.Settings(-0.1)))
                .hasMessageContaining("alpha is -0.1");
        assertThatThrownBy(() -> new AdaB2n(tensors, source, new AdaB2n.Settings(0.1, 2)))
                .hasMessageContaining("kappa is 2.0");
    }
}
