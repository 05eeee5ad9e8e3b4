package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PerformanceProfileTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    /** Ratios 1, 1, 2; 2, 3, 1; 5, never, 4. */
    private final PerformanceProfile profile =
            new PerformanceProfile(new double[][] {{10, 2, 60}, {20, 6, 30}, {50, NEVER, 120}});

    @Test
    void sharesAreThoseOfWorkloadsWithinTheFactor() {
        assertThat(profile.share(0, 1)).isEqualTo(2.0 / 3);
        assertThat(profile.share(0, 2)).isEqualTo(1);
        assertThat(profile.share(1, 1.9)).isEqualTo(1.0 / 3);
        assertThat(profile.share(1, 3)).isEqualTo(1);
        assertThat(profile.share(2, 1e9)).isEqualTo(2.0 / 3);
    }

    @Test
    void scoreIsTheAreaUnderTheProfileFromOneToFour() {
        assertThat(profile.score(0)).isCloseTo((1 + 1 + 2 / 3.0) / 3, within(1e-12));
        assertThat(profile.score(1)).isCloseTo((2 / 3.0 + 1 / 3.0 + 1) / 3, within(1e-12));
        assertThat(profile.score(2)).isZero();
        for (int s = 0; s < 3; s++) {
            int cells = 30_000;
            double area = 0;
            for (int i = 0; i < cells; i++) {
                area += profile.share(s, 1 + 3 * (i + 0.5) / cells) / cells;
            }
            assertThat(profile.score(s)).isCloseTo(area, within(1e-4));
        }
    }

    @Test
    void aWorkloadThatNobodySolvesGivesNobodyAnything() {
        PerformanceProfile none = new PerformanceProfile(new double[][] {{1, NEVER}, {2, NEVER}});

        assertThat(none.score(0)).isEqualTo(0.5);
        assertThat(none.score(1)).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(none.share(0, 4)).isEqualTo(0.5);
    }

    @Test
    void timesHaveToBePositive() {
        for (double time : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> new PerformanceProfile(new double[][] {{time}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("" + time);
        }
    }
}
