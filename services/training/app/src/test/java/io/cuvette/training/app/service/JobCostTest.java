package io.cuvette.training.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.accounting.EnergySource;
import io.cuvette.training.core.accounting.JobAccount;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a job has cost, over its attempts. */
class JobCostTest {

    private static JobAccount report(double joules, EnergySource source, long peakBytes) {
        return new JobAccount(
                joules, joules / 10, Set.of(source), joules, 2 * joules, peakBytes, 8);
    }

    @Test
    void laterReportsOfAnAttemptTakeThePlaceOfEarlierOnes() {
        JobCost cost =
                JobCost.NONE
                        .with(1, report(10, EnergySource.ESTIMATED, 500))
                        .with(1, report(30, EnergySource.ESTIMATED, 700));

        assertThat(cost.total().joules()).isEqualTo(30);
        assertThat(cost.total().samples()).isEqualTo(8);
        assertThat(cost.total().peakMemoryBytes()).isEqualTo(700);
    }

    @Test
    void attemptsAddUpAndTheLargestMemoryCounts() {
        JobCost cost =
                JobCost.NONE
                        .with(1, report(10, EnergySource.ESTIMATED, 900))
                        .with(2, report(1, EnergySource.RAPL, 100))
                        .with(2, report(5, EnergySource.RAPL, 400));

        JobAccount total = cost.total();
        assertThat(total.joules()).isEqualTo(15);
        assertThat(total.gramsCo2()).isEqualTo(1.5);
        assertThat(total.cpuSeconds()).isEqualTo(15);
        assertThat(total.wallSeconds()).isEqualTo(30);
        assertThat(total.peakMemoryBytes()).isEqualTo(900);
        assertThat(total.samples()).isEqualTo(16);
        assertThat(total.sources()).containsOnly(EnergySource.ESTIMATED, EnergySource.RAPL);
        assertThat(total.throughput()).isEqualTo(16 / 30.0);
    }

    @Test
    void anAttemptThatNeverReportedLeavesTheRestAsItIs() {
        JobCost cost =
                JobCost.NONE
                        .with(1, report(10, EnergySource.NVML, 900))
                        .with(3, report(2, EnergySource.NVML, 100));

        assertThat(cost.total().joules()).isEqualTo(12);
        assertThat(JobCost.NONE.total().throughput()).isZero();
    }
}
