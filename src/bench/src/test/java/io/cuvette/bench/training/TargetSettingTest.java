package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetSettingTest {

    @Test
    void theTargetIsTheMiddleOfRepeatsOfTheBestTrial(@TempDir Path scratch) throws Exception {
        Budget budget = new Budget(24, 12);
        try (Workload workload = new PairedViews()) {
            TargetSetting setting = new TargetSetting(workload, budget, scratch);
            TargetSetting.Target target = setting.find(1, 3);

            Trial best = target.best();
            Goal goal = new Goal("recall at 5", true, target.validation());
            Trial.Outcome outcome =
                    best.run(
                            workload,
                            goal.unattainable(),
                            budget,
                            Double.POSITIVE_INFINITY,
                            scratch);
            assertThat(target.validation()).isBetween(0.02, 1.5 * outcome.best());
            assertThat(target.test()).isBetween(0.5 * target.validation(), 1.0);
            assertThat(setting.find(1, 3)).isEqualTo(target);
        }
    }

    @Test
    void ofAnEvenNumberTheLowerOfTheMiddleTwoWasMeasured() {
        assertThat(TargetSetting.median(new double[] {4, 1, 3, 2})).isEqualTo(2);
        assertThat(TargetSetting.median(new double[] {5, 1, 3})).isEqualTo(3);
    }
}
