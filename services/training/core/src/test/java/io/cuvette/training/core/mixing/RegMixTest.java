package io.cuvette.training.core.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegMixTest {

    private static RegMix regmix(int degree, double penalty) {
        return new RegMix(
                new double[] {0.6, 0.3, 0.1},
                4,
                new RegMix.Settings(degree, penalty, 0.5, 0.1, 5, 0.0002, 20_000, 20));
    }

    @Test
    void dirichletDrawsHaveTheMomentsOfTheirDistribution() {
        double[] centre = {0.5, 0.3, 0.2};
        for (double strength : new double[] {0.2, 2, 30}) {
            RandomStream random = new RandomStream(1);
            double[] mean = new double[3];
            double square = 0;
            for (int i = 0; i < 20_000; i++) {
                double[] draw = Dirichlet.draw(centre, strength, random);
                Proportions.requireDistribution(draw);
                Arrays.setAll(mean, a -> mean[a] + draw[a] / 20_000);
                square += draw[0] * draw[0] / 20_000;
            }
            for (int a = 0; a < 3; a++) {
                assertThat(mean[a]).isCloseTo(centre[a], within(0.01));
            }
            // Var = m (1 - m) / (strength + 1)
            assertThat(square - 0.25).isCloseTo(0.25 / (strength + 1), within(0.01));
        }
    }

    @Test
    void proposalsAreDistributionsAndDoNotDependOnTheirNumber() {
        double[][] few = regmix(1, 0).proposals(5);
        double[][] many = regmix(1, 0).proposals(50);
        assertThat(Arrays.copyOf(many, 5)).isDeepEqualTo(few);
        for (double[] mixture : many) {
            Proportions.requireDistribution(mixture);
            assertThat(Arrays.stream(mixture)).allMatch(p -> p == 0 || p >= 0.0002);
        }
        assertThat(Arrays.stream(many).filter(p -> p[0] > 0.9 || p[1] > 0.9).count())
                .as("extremes")
                .isBetween(5L, 45L);
    }

    private static double[] losses(double[][] mixtures, ToDoubleFunction<double[]> law) {
        return Arrays.stream(mixtures).mapToDouble(law).toArray();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9})
    void aLinearLawIsFoundAndItsBestSourceTaken(double penalty) {
        ToDoubleFunction<double[]> law = p -> 3 - 0.5 * p[0] - p[1] + 0.2 * p[2];
        RegMix regmix = regmix(1, penalty);
        double[][] mixtures = regmix.proposals(30);
        MixtureRegression fit = regmix.fit(mixtures, losses(mixtures, law));
        double[] p = {0.2, 0.5, 0.3};
        assertThat(fit.predict(p)).isCloseTo(law.applyAsDouble(p), within(1e-7));
        assertThat(fit.best()[1]).isGreaterThan(0.99);
        Proportions.requireDistribution(fit.best());
    }

    @Test
    void diminishingReturnsAreFoundWithProducts() {
        double[] optimum = {0.2, 0.5, 0.3};
        ToDoubleFunction<double[]> law =
                p -> {
                    double sum = 1;
                    for (int a = 0; a < 3; a++) {
                        sum += (p[a] - optimum[a]) * (p[a] - optimum[a]);
                    }
                    return sum;
                };
        RegMix regmix = regmix(2, 0);
        double[][] mixtures = regmix.proposals(30);
        MixtureRegression fit = regmix.fit(mixtures, losses(mixtures, law));
        assertThat(fit.predict(optimum)).isCloseTo(1, within(1e-7));
        for (int a = 0; a < 3; a++) {
            assertThat(fit.best()[a]).isCloseTo(optimum[a], within(0.03));
        }
    }

    @Test
    void badRunsAreNamed() {
        RegMix regmix = regmix(2, 0);
        double[][] mixtures = regmix.proposals(4);
        assertThatThrownBy(() -> regmix.fit(mixtures, new double[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4 proxy runs cannot determine 6 coefficients");
        assertThatThrownBy(() -> regmix.fit(mixtures, new double[3]))
                .hasMessageContaining("4 mixtures and 3 losses");
        assertThatThrownBy(() -> regmix.fit(mixtures, new double[] {1, 2, Double.NaN, 3}))
                .hasMessageContaining("loss of proxy run 2 is NaN");
        double[][] same = new double[9][];
        Arrays.fill(same, mixtures[0]);
        assertThatThrownBy(() -> regmix.fit(same, new double[9])).hasMessageContaining("too alike");
        assertThatThrownBy(() -> regmix.fit(new double[][] {{1}}, new double[1]))
                .hasMessageContaining("mixture 0 has 1 sources, not 3");
        var settings = new RegMix.Settings(1, 0, 1, 1, 1, 0, 10, 10);
        assertThatThrownBy(() -> new RegMix(new double[] {1, 0}, 1, settings))
                .hasMessageContaining("source 1 has no rows");
        assertThatThrownBy(() -> new RegMix.Settings(1, 0, 1, 2, 1, 0, 10, 10))
                .hasMessageContaining("minStrength is 2.0, above maxStrength 1.0");
        assertThatThrownBy(() -> new RegMix.Settings(1, 0, 1, 1, 1, 0, 10, 11))
                .hasMessageContaining("averaged is 11");
    }
}
