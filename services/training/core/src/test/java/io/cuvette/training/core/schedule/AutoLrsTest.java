package io.cuvette.training.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoLrsTest {
    // 3 stages of 100, 200, 200 steps, each after 4 trials of a tenth: 700 steps
    private static final AutoLrs.Settings SETTINGS =
            new AutoLrs.Settings(3, 1, 4, 0.1, 0.01, 10, 10);
    private static final int STEPS = 700;

    /** Descent on {@code w^2 / 2} from 1 with the loop's part, and what the loop was told. */
    private static final class Loop {
        final AutoLrs schedule = new AutoLrs(SETTINGS, new ScheduleContext(0.1, STEPS, 8));
        final List<String> told = new ArrayList<>();
        final List<Double> rates = new ArrayList<>();
        double weight = 1;
        double kept = Double.NaN;
        int steps;

        void run(int more) {
            for (int i = 0; i < more; i++) {
                assertThat(schedule.next()).isEqualTo(schedule.next());
                switch (schedule.next()) {
                    case SNAPSHOT -> {
                        kept = weight;
                        told.add("snapshot at " + steps);
                    }
                    case ROLL_BACK -> {
                        weight = kept;
                        told.add("roll back at " + steps);
                    }
                    case GO_ON -> {}
                }
                double rate = schedule.rate(steps);
                rates.add(rate);
                double loss = weight * weight / 2;
                weight -= rate * weight;
                steps++;
                schedule.observe(loss);
            }
        }
    }

    @Test
    void stagesAndTheirTrialsFillTheRun() {
        SearchPlan plan = SearchPlan.of(SETTINGS, STEPS);
        assertThat(IntStream.range(0, 3).mapToLong(plan::stageSteps))
                .containsExactly(100L, 200L, 200L);
        assertThat(IntStream.range(0, 3).map(plan::trialSteps)).containsExactly(10, 20, 20);
    }

    @Test
    void everyTrialIsTakenBackAndTheBestRateStartsFromTheStagesStart() {
        Loop loop = new Loop();
        loop.run(STEPS);
        assertThat(loop.told)
                .containsExactly(
                        "snapshot at 0",
                        "roll back at 10",
                        "roll back at 20",
                        "roll back at 30",
                        "roll back at 40",
                        "snapshot at 140",
                        "roll back at 160",
                        "roll back at 180",
                        "roll back at 200",
                        "roll back at 220",
                        "snapshot at 420",
                        "roll back at 440",
                        "roll back at 460",
                        "roll back at 480",
                        "roll back at 500");
        // the first trial is the job's rate, the first of a later stage the one before's
        assertThat(loop.rates.get(0)).isEqualTo(0.1);
        assertThat(loop.rates.get(140)).isEqualTo(loop.rates.get(139));
        assertThat(loop.rates).allMatch(rate -> rate >= 0.001 && rate <= 1 + 1e-12);
        // rate 1 is exact for this loss; the search comes near it in its first stage
        assertThat(loop.rates.get(40)).isBetween(0.3, 1.01);
        assertThat(loop.weight).isLessThan(1e-12);
    }

    @Test
    void aSnapshotIsNeededFromItsFirstStepToTheNextOne() {
        Loop loop = new Loop();
        assertThat(loop.schedule.needsSnapshot()).isFalse();
        loop.run(1);
        assertThat(loop.schedule.needsSnapshot()).isTrue();
        assertThat(loop.schedule.trying()).isTrue();
        loop.run(39);
        assertThat(loop.schedule.next()).isEqualTo(SearchingSchedule.Action.ROLL_BACK);
        assertThat(loop.schedule.trying()).isFalse();
        loop.run(99);
        assertThat(loop.schedule.needsSnapshot()).isTrue();
        loop.run(1);
        assertThat(loop.schedule.needsSnapshot()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 10, 33, 40, 90, 140, 155, 500, 650})
    void continuesExactlyFromItsSavedState(int interrupted) {
        Loop straight = new Loop();
        straight.run(STEPS + 20);
        Loop first = new Loop();
        first.run(interrupted);
        Loop resumed = new Loop();
        resumed.schedule.restore(first.schedule.save());
        resumed.weight = first.weight;
        resumed.kept = first.kept;
        resumed.steps = interrupted;
        resumed.run(STEPS + 20 - interrupted);
        assertThat(resumed.rates)
                .isEqualTo(straight.rates.subList(interrupted, straight.rates.size()));
        assertThat(resumed.weight).isEqualTo(straight.weight);
    }

    @Test
    void aTrialThatDivergesEndsAtOnceAndIsNotChosen() {
        var schedule = new AutoLrs(SETTINGS, new ScheduleContext(0.1, STEPS, 8));
        schedule.observe(1);
        schedule.observe(Double.NaN);
        assertThat(schedule.next()).isEqualTo(SearchingSchedule.Action.ROLL_BACK);
        double second = schedule.rate(2);
        assertThat(second).isNotEqualTo(0.1);
        for (int trial = 1; trial < 4; trial++) {
            for (int i = 0; i < 10; i++) {
                schedule.observe(1 - 0.01 * i);
            }
        }
        assertThat(schedule.trying()).isFalse();
        assertThat(schedule.rate(40)).isEqualTo(second);
    }

    @Test
    void aStageThatDivergesStartsAgainWithTheNextBestRate() {
        var schedule = new AutoLrs(SETTINGS, new ScheduleContext(0.1, STEPS, 8));
        for (int trial = 0; trial < 4; trial++) {
            for (int i = 0; i < 10; i++) {
                schedule.observe(1 - 0.01 * (trial + 1) * i);
            }
        }
        List<Double> rates = new ArrayList<>();
        for (int attempt = 0; attempt < 4; attempt++) {
            assertThat(schedule.next()).isEqualTo(SearchingSchedule.Action.ROLL_BACK);
            rates.add(schedule.rate(0));
            schedule.observe(1);
            if (attempt < 3) {
                schedule.observe(Double.NaN);
            }
        }
        // the last trial fell fastest, the first, at the job's rate, slowest
        assertThat(rates).doesNotHaveDuplicates().endsWith(0.1);
        assertThatThrownBy(() -> schedule.observe(Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("diverges at all rates of a stage");
        var fresh = new AutoLrs(SETTINGS, new ScheduleContext(0.1, STEPS, 8));
        assertThatThrownBy(() -> fresh.observe(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the loss is NaN before a rate was tried");
    }

    @Test
    void forecastIsExactForAnExponential() {
        double[] losses =
                IntStream.range(0, 40).mapToDouble(t -> 2 * Math.exp(-0.1 * t) + 0.5).toArray();
        LossForecast.Curve curve = LossForecast.fit(losses);
        assertThat(curve.a()).isCloseTo(2, within(1e-6));
        assertThat(curve.b()).isCloseTo(-0.1, within(1e-6));
        assertThat(curve.c()).isCloseTo(0.5, within(1e-6));
        assertThat(LossForecast.after(losses, 100))
                .isCloseTo(2 * Math.exp(-10) + 0.5, within(1e-6));
        double[] level = new double[20];
        Arrays.fill(level, 3);
        assertThat(LossForecast.after(level, 200)).isCloseTo(3, within(1e-12));
    }

    @Test
    void anEarlyOutlierDoesNotMoveTheForecast() {
        double[] losses =
                IntStream.range(0, 40).mapToDouble(t -> 2 * Math.exp(-0.1 * t) + 0.5).toArray();
        losses[5] += 30;
        assertThat(LossForecast.after(losses, 400)).isCloseTo(0.5, within(1e-4));
    }

    @Test
    void processEqualsTheFormulaForTwoPoints() {
        double[] x = {0.2, 0.7};
        double[] y = {1, 3};
        var process = new GaussianProcess(x, y);
        // standardised values -1 and 1; the inverse of [[d, k], [k, d]] by hand
        double likelihood = Double.NEGATIVE_INFINITY;
        double mean = 0;
        double deviation = 0;
        for (double length : new double[] {0.05, 0.1, 0.2, 0.4, 0.8}) {
            for (double noise : new double[] {1e-6, 1e-3, 1e-2, 1e-1}) {
                double k = matern(0.5, length);
                double d = 1 + noise;
                double found = -1 / (d - k) - 0.5 * Math.log(d * d - k * k);
                if (found > likelihood) {
                    likelihood = found;
                    double k1 = matern(0.1, length);
                    double k2 = matern(0.4, length);
                    mean = 2 + (k2 - k1) / (d - k);
                    double explained =
                            (d * (k1 * k1 + k2 * k2) - 2 * k * k1 * k2) / (d * d - k * k);
                    deviation = Math.sqrt(1 - explained);
                }
            }
        }
        var prediction = process.at(0.3);
        assertThat(prediction.mean()).isCloseTo(mean, within(1e-12));
        assertThat(prediction.deviation()).isCloseTo(deviation, within(1e-12));
    }

    private static double matern(double r, double length) {
        double s = Math.sqrt(5) * r / length;
        return (1 + s + s * s / 3) * Math.exp(-s);
    }

    @Test
    void searchGoesWhereTheBoundIsLowest() {
        // a valley at the rate 0.1, tried at five places of three decades
        List<Double> rates = List.of(0.001, 0.006, 0.03, 0.2, 1.0);
        List<Double> forecasts = rates.stream().map(r -> Math.pow(Math.log10(r / 0.1), 2)).toList();
        double greedy = new RateSearch(0.001, 1, 0.1).next(rates, forecasts);
        assertThat(greedy).isBetween(0.05, 0.19);
        // with a large kappa only the distance from what was tried counts: the gap from 0.004 to
        // 0.2
        List<Double> gapped = List.of(0.001, 0.002, 0.004, 0.2, 0.4, 1.0);
        List<Double> level = List.of(1.0, 1.1, 1.0, 1.1, 1.0, 1.1);
        double explorer = new RateSearch(0.001, 1, 1e6).next(gapped, level);
        assertThat(explorer).isBetween(0.02, 0.05);
    }

    @Test
    void runsThatAreTooShortAndRangesWithoutWidthAreRefused() {
        assertThatThrownBy(() -> new AutoLrs(SETTINGS, new ScheduleContext(0.1, 100, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a trial of its first stage 1 of 100 steps and needs 5");
        var narrow = new AutoLrs.Settings(3, 1, 4, 0.1, 1, 1, 10);
        assertThatThrownBy(() -> new AutoLrs(narrow, new ScheduleContext(0.1, STEPS, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leave nothing to search");
        var wrong = new AutoLrs.Settings(0, 1, 4, 0.1, 0.01, 10, 10);
        assertThatThrownBy(() -> new AutoLrs(wrong, new ScheduleContext(0.1, STEPS, 8)))
                .hasMessageContaining("stages is 0; allowed are 1 to 1000");
    }
}
