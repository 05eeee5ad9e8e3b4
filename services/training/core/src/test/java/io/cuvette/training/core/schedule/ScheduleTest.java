package io.cuvette.training.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void warmupCosineRisesLinearlyAndFallsAlongHalfACosine() {
        Schedule schedule = new Schedule.WarmupCosine(1, 0.1, 10, 110);
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
        assertThat(new Schedule.WarmupCosine(0.5, 0, 0, 1).rate(0)).isEqualTo(0.5);
        assertThat(new Schedule.Constant(0.25).rate(1_000_000)).isEqualTo(0.25);
    }

    @Test
    void wrongParametersNameTheFieldAndTheRange() {
        assertThatThrownBy(() -> new Schedule.Constant(0))
                .hasMessageContaining("learningRate is 0.0; allowed is above 0 to 100");
        assertThatThrownBy(() -> new Schedule.WarmupCosine(1, 2, 0, 10))
                .hasMessageContaining("floor is 2.0");
        assertThatThrownBy(() -> new Schedule.WarmupCosine(1, 0, 10, 10))
                .hasMessageContaining("warmupSteps is 10 of 10");
    }
}
