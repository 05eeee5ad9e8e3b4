package io.cuvette.training.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static WarmupStableDecay wsd(Decay decay) {
        return new WarmupStableDecay(
                new WarmupStableDecay.Settings(0.1, 0.4, 0.1, decay),
                new ScheduleContext(2, 100, 8));
    }

    @Test
    void warmupCosineRisesLinearlyAndFallsAlongHalfACosine() {
        Schedule schedule = new WarmupCosine(1, 0.1, 10, 110);
        assertThat(schedule.rate(0)).isEqualTo(0.1);
        assertThat(schedule.rate(4)).isEqualTo(0.5);
        assertThat(schedule.rate(9)).isEqualTo(1);
        assertThat(schedule.rate(10)).isEqualTo(1);
        assertThat(schedule.rate(35))
                .isCloseTo(0.1 + 0.9 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(schedule.rate(60)).isCloseTo(0.55, within(1e-12));
        assertThat(schedule.rate(110)).isCloseTo(0.1, within(1e-12));
        assertThat(schedule.rate(10_000)).isCloseTo(0.1, within(1e-12));
    }

    @Test
    void warmupMayBeAbsent() {
        assertThat(new WarmupCosine(0.5, 0, 0, 1).rate(0)).isEqualTo(0.5);
        assertThat(new ConstantRate(0.25).rate(1_000_000)).isEqualTo(0.25);
    }

    @Test
    void warmupCosineOfAJobTakesSharesOfItsRun() {
        var settings = new WarmupCosine.Settings(0.05, 0.01);
        assertThat(WarmupCosine.of(settings, new ScheduleContext(0.5, 1000, 32)))
                .isEqualTo(new WarmupCosine(0.5, 0.005, 50, 1000));
        // a run of one step is no warm-up
        assertThat(
                        WarmupCosine.of(
                                        new WarmupCosine.Settings(0.9, 0),
                                        new ScheduleContext(0.5, 1, 32))
                                .rate(0))
                .isEqualTo(0.5);
    }

    @Test
    void stableRateLiesBetweenWarmupAndDecay() {
        Schedule schedule = wsd(Decay.LINEAR);
        assertThat(schedule.rate(0)).isEqualTo(0.2);
        assertThat(schedule.rate(9)).isEqualTo(2);
        assertThat(schedule.rate(10)).isEqualTo(2);
        assertThat(schedule.rate(59)).isEqualTo(2);
        // decay: x = 1/40 at the first of its 40 steps, 1 at the last
        assertThat(schedule.rate(60)).isCloseTo(0.2 + 1.8 * (1 - 1 / 40.0), within(1e-12));
        assertThat(schedule.rate(79)).isCloseTo(0.2 + 1.8 * 0.5, within(1e-12));
        assertThat(schedule.rate(99)).isCloseTo(0.2, within(1e-12));
        assertThat(schedule.rate(500)).isCloseTo(0.2, within(1e-12));
        assertThat(wsd(Decay.ROOT).rate(69))
                .isCloseTo(0.2 + 1.8 * (1 - Math.sqrt(0.25)), within(1e-12));
        assertThat(wsd(Decay.COSINE).rate(69))
                .isCloseTo(0.2 + 0.9 * (1 + Math.cos(Math.PI / 4)), within(1e-12));
    }

    @Test
    void stableRateWithoutDecayGoesOnForever() {
        var settings = new WarmupStableDecay.Settings(0, 0, 0, Decay.LINEAR);
        var schedule = new WarmupStableDecay(settings, new ScheduleContext(0.5, 10, 8));
        assertThat(LongStream.of(0, 9, 10, 1000).mapToDouble(schedule::rate)).containsOnly(0.5);
    }

    @Test
    void powerFallsAsAPowerOfTheRowsSeen() {
        var settings = new PowerRate.Settings(2, -0.5, 0.1, 0.2, Decay.LINEAR);
        Schedule schedule = new PowerRate(settings, new ScheduleContext(0.1, 1000, 4));
        // p(n) = 0.1 min(1, 4 * 2 / sqrt(n)): below the highest rate from 64 rows, 16 steps, on
        double atWarmup = 0.1 * 8 / Math.sqrt(400);
        assertThat(schedule.rate(0)).isCloseTo(atWarmup / 100, within(1e-15));
        assertThat(schedule.rate(99)).isCloseTo(atWarmup, within(1e-15));
        assertThat(schedule.rate(399)).isCloseTo(0.1 * 8 / Math.sqrt(1600), within(1e-15));
        assertThat(schedule.rate(899)).isCloseTo(0.1 * 8 / Math.sqrt(3200) * 0.5, within(1e-15));
        assertThat(schedule.rate(999)).isZero();
        assertThat(schedule.rate(5000)).isZero();
    }

    @Test
    void powerIsCappedAtTheJobsRateAndBlindToTheLengthOfTheRun() {
        var settings = new PowerRate.Settings(2, -0.5, 0, 0, Decay.LINEAR);
        Schedule small = new PowerRate(settings, new ScheduleContext(0.1, 100, 4));
        Schedule longer = new PowerRate(settings, new ScheduleContext(0.1, 100_000, 4));
        assertThat(small.rate(0)).isEqualTo(0.1);
        assertThat(small.rate(15)).isEqualTo(0.1);
        assertThat(small.rate(63)).isCloseTo(0.05, within(1e-15));
        for (long step = 0; step < 200; step++) {
            assertThat(longer.rate(step)).isEqualTo(small.rate(step));
        }
    }

    @Test
    void rateScalingIsLinearForDescentAndARootForAdaptiveMethods() {
        var byOptimizer =
                new RateScaling(new RateScaling.Settings(32, RateScaling.Law.BY_OPTIMIZER));
        assertThat(byOptimizer.factor(32, false)).isEqualTo(1);
        assertThat(byOptimizer.factor(128, false)).isEqualTo(4);
        assertThat(byOptimizer.factor(128, true)).isEqualTo(2);
        assertThat(byOptimizer.factor(8, true)).isEqualTo(0.5);
        assertThat(
                        new RateScaling(new RateScaling.Settings(32, RateScaling.Law.LINEAR))
                                .factor(64, true))
                .isEqualTo(2);
        assertThat(
                        new RateScaling(new RateScaling.Settings(32, RateScaling.Law.ROOT))
                                .factor(8, false))
                .isEqualTo(0.5);
        assertThatThrownBy(() -> byOptimizer.factor(0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batchSize is 0");
    }

    @ClaimOf(area = Area.SCHEDULE, value = "constant")
    @Test
    void constantRateIsTheSameAtEveryStep() {
        Schedule schedule = new ConstantRate(0.25);
        double[] rates = LongStream.range(0, 1000).mapToDouble(i -> schedule.rate(i * i)).toArray();
        assertThat(rates).containsOnly(0.25);
        MeasuredClaim.of(Area.SCHEDULE, "constant")
                .figure("steps", rates.length)
                .figure("change", 0)
                .shows("at {steps} steps up to the millionth the rate changes by {change}");
    }

    @Test
    void wrongParametersNameTheFieldAndTheRange() {
        assertThatThrownBy(() -> new ConstantRate(0))
                .hasMessageContaining("learningRate is 0.0; allowed is above 0 to 100");
        assertThatThrownBy(() -> new WarmupCosine(1, 2, 0, 10))
                .hasMessageContaining("floor is 2.0");
        assertThatThrownBy(() -> new WarmupCosine(1, 0, 10, 10))
                .hasMessageContaining("warmupSteps is 10 of 10");
        assertThatThrownBy(() -> new ScheduleContext(Double.NaN, 10, 1))
                .hasMessageContaining("learningRate is NaN");
        assertThatThrownBy(() -> new ScheduleContext(1, 0, 1))
                .hasMessageContaining("totalSteps is 0");
        assertThatThrownBy(() -> new ScheduleContext(1, 1, 0))
                .hasMessageContaining("batchSize is 0");
        assertThatThrownBy(() -> new WarmupStableDecay.Settings(0.6, 0.5, 0, Decay.LINEAR))
                .hasMessageContaining("warmupShare 0.6 and decayShare 0.5");
        assertThatThrownBy(() -> new PowerRate.Settings(1, -0.5, 0.6, 0.5, Decay.LINEAR))
                .hasMessageContaining("more than the whole run");
        assertThatThrownBy(
                        () ->
                                new PowerRate(
                                        new PowerRate.Settings(1, 0.5, 0, 0, Decay.LINEAR),
                                        new ScheduleContext(1, 10, 1)))
                .hasMessageContaining("exponent is 0.5; allowed are -2.0 to 0.0");
    }
}
