package io.cuvette.training.core.diagnostics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseScaleTest {

    /**
     * Loss {@code sum of h_d (w_d - x_d)^2 / 2} with x normal of deviation s: the gradient at w has
     * mean h w and covariance h^2 s^2.
     */
    private static GradientNorms quadratic(RandomStream random, int small, int big) {
        double[] h = {1, 0.5, 2, 0.1};
        double[] w = {0.4, -1, 0.2, 3};
        double smallSquare = 0;
        double bigSquare = 0;
        for (int d = 0; d < h.length; d++) {
            double smallSum = 0;
            double bigSum = 0;
            for (int i = 0; i < big; i++) {
                double gradient = h[d] * (w[d] - 2 * random.nextGaussian());
                bigSum += gradient;
                smallSum += i < small ? gradient : 0;
            }
            smallSquare += smallSum * smallSum / small / small;
            bigSquare += bigSum * bigSum / big / big;
        }
        return new GradientNorms(small, smallSquare, big, bigSquare);
    }

    @ClaimOf(area = Area.DIAGNOSTICS, value = "noise-scale")
    @Test
    void noiseScaleOfAQuadraticIsTheKnownOne() {
        double noise = 4 * (1 + 0.25 + 4 + 0.01);
        double signal = 0.16 + 0.25 + 0.16 + 0.09;
        NoiseScale method = new NoiseScale(new NoiseScale.Settings(0.9999, 1));
        RandomStream random = new RandomStream(3);
        for (int t = 0; t < 10_000; t++) {
            method.observe(quadratic(random, 4, 32));
        }
        double scale = method.scale().orElseThrow();
        assertThat(scale).isCloseTo(noise / signal, within(0.05 * noise / signal));
        MeasuredClaim.of(Area.DIAGNOSTICS, "noise-scale")
                .figure("estimate", scale)
                .figure("known", noise / signal)
                .within(0.01)
                .shows(
                        "{estimate} from 10000 steps of batches of 4 and 32 on a quadratic, where"
                                + " the gradient's covariance and square give {known}");
    }

    @Test
    void noiseScaleSolvesTheTwoEquationsAndCorrectsTheStart() {
        // |G|^2 = 3 and tr = 20 give squares 3 + 20 / 5 and 3 + 20 / 50
        NoiseScale method = new NoiseScale(NoiseScale.Settings.DEFAULT);
        assertThat(method.scale()).isEmpty();
        method.observe(new GradientNorms(5, 7, 50, 3.4));
        method.observe(new GradientNorms(5, 7, 50, 3.4));
        assertThat(method.squaredGradient()).isCloseTo(3, within(1e-10));
        assertThat(method.gradientVariance()).isCloseTo(20, within(1e-10));
        assertThat(method.scale().orElseThrow()).isCloseTo(20 / 3.0, within(1e-10));
        Figures figures =
                method.assess(Evidence.ofGradients(List.of(new GradientNorms(5, 7, 50, 3.4))));
        assertThat(figures.get("observations")).isEqualTo(3);
        assertThat(figures.get("noiseScale")).isCloseTo(20 / 3.0, within(1e-10));
        NoiseScale hidden = new NoiseScale(NoiseScale.Settings.DEFAULT);
        Figures without =
                hidden.assess(Evidence.ofGradients(List.of(new GradientNorms(5, 7, 50, 0.1))));
        assertThat(without.values()).doesNotContainKey("noiseScale");
    }

    @Test
    void everyThirdStepIsDueAlsoAfterRestore() {
        NoiseScale first = new NoiseScale(new NoiseScale.Settings(0.9, 3));
        assertThat(first.nextStepIsDue()).isTrue();
        assertThat(first.nextStepIsDue()).isFalse();
        NoiseScale second = first.anew();
        second.restore(new MethodState(first.save().values()));
        assertThat(second.nextStepIsDue()).isFalse();
        assertThat(second.nextStepIsDue()).isTrue();
    }

    @Test
    void noiseScaleGoesOnBitForBitAfterRestore() {
        NoiseScale straight = new NoiseScale(NoiseScale.Settings.DEFAULT);
        NoiseScale first = new NoiseScale(NoiseScale.Settings.DEFAULT);
        NoiseScale second = new NoiseScale(NoiseScale.Settings.DEFAULT);
        RandomStream random = new RandomStream(7);
        List<GradientNorms> norms = new ArrayList<>();
        for (int t = 0; t < 40; t++) {
            norms.add(quadratic(random, 2, 8));
        }
        norms.forEach(straight::observe);
        norms.subList(0, 15).forEach(first::observe);
        second.restore(new MethodState(first.save().values()));
        norms.subList(15, 40).forEach(second::observe);
        assertThat(second.squaredGradient()).isEqualTo(straight.squaredGradient());
        assertThat(second.gradientVariance()).isEqualTo(straight.gradientVariance());
        assertThat(second.save().numbers("means")).isEqualTo(straight.save().numbers("means"));
    }
}
