package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.bench.training.Trial.Outcome;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {
    private static final Budget SHORT = new Budget(48, 6);

    @TempDir private Path scratch;

    private static Trial trial(long seed) {
        return new Trial(Submission.of("adamw", "warmup-cosine"), 0.01, seed);
    }

    @Test
    void lossesFallAndMetricsAreFinite() throws Exception {
        for (Workload workload : Workload.all()) {
            Goal open = workload.goal().unattainable();
            try (workload;
                    TrialModel model =
                            new TrialModel(
                                    workload, open, SHORT, trial(1), Double.POSITIVE_INFINITY)) {
                double lossBefore = loss(workload, model.network());
                double before = model.network().metric(workload.split().test());
                Outcome outcome = trial(1).train(model, SHORT, scratch);
                double after = model.network().metric(workload.split().test());

                assertThat(loss(workload, model.network()))
                        .as(workload.name())
                        .isLessThan(0.8 * lossBefore);
                assertThat(outcome.best()).isFinite();
                assertThat(after)
                        .isFinite()
                        .isNotEqualTo(before)
                        .isEqualTo(open.better(before, after));
            }
        }
    }

    private static double loss(Workload workload, Workload.Network network) {
        int[] rows = Arrays.copyOf(workload.split().training(), 256);
        return network.loss(workload.tensors.codes(rows)).total().toFloatArray()[0];
    }

    @Test
    void theSameSeedTakesTheSameSteps() throws Exception {
        for (Workload workload : Workload.all()) {
            try (workload) {
                Goal open = workload.goal().unattainable();
                double half = run(workload, open, 1).best();
                Goal near = new Goal(open.metric(), open.higherIsBetter(), half);
                Outcome once = run(workload, near, 1);
                Outcome again = run(workload, near, 1);

                assertThat(once.reached()).as(workload.name()).isTrue();
                assertThat(once.steps()).isEqualTo(again.steps()).isBetween(6.0, 48.0);
                assertThat(once.best()).isEqualTo(again.best()).isEqualTo(half);
                assertThat(once.test()).isEqualTo(again.test()).isFinite();
                assertThat(once.seconds()).isPositive();
                assertThat(run(workload, open, 2).best()).isNotEqualTo(half);
            }
        }
    }

    private Outcome run(Workload workload, Goal goal, long seed) throws Exception {
        return trial(seed).run(workload, goal, SHORT, Double.POSITIVE_INFINITY, scratch);
    }

    @Test
    void ratesThatDivergeReachNothing() throws Exception {
        for (String schedule : new String[] {"constant", "autolrs"}) {
            Trial wild = new Trial(Submission.of("sgd", schedule), 100, 1);
            try (Workload workload = new CountAutoencoder()) {
                Budget budget = new Budget(96, 6);
                Outcome outcome =
                        wild.run(
                                workload,
                                workload.goal(),
                                budget,
                                Double.POSITIVE_INFINITY,
                                scratch);

                assertThat(outcome.reached()).isFalse();
                assertThat(outcome.seconds()).isInfinite();
            }
        }
    }

    @Test
    void windowsOfOneSeriesAreInOnePart() {
        try (Tank tank = new Tank()) {
            Set<Integer> training = series(tank.split().training());

            assertThat(training).hasSize(60);
            assertThat(series(tank.split().validation()))
                    .hasSize(20)
                    .doesNotContainAnyElementsOf(training);
            assertThat(series(tank.split().test()))
                    .hasSize(20)
                    .doesNotContainAnyElementsOf(training)
                    .doesNotContainAnyElementsOf(series(tank.split().validation()));
        }
    }

    private static Set<Integer> series(int[] rows) {
        return Arrays.stream(rows).map(Tank::seriesOf).boxed().collect(Collectors.toSet());
    }

    @Test
    void aboutOneRowInThirtyIsPositive() {
        try (RareClass workload = new RareClass()) {
            assertThat(workload.positives(workload.split().training())).isBetween(250L, 350L);
            assertThat(workload.positives(workload.split().validation())).isBetween(70L, 130L);
            assertThat(workload.positives(workload.split().test())).isBetween(70L, 130L);
        }
    }

    @Test
    void goalsKnowTheirDirection() {
        Goal up = new Goal("recall", true, 0.8);
        Goal down = new Goal("error", false, 0.2);

        assertThat(up.reachedBy(0.8)).isTrue();
        assertThat(up.reachedBy(0.79)).isFalse();
        assertThat(down.reachedBy(0.2)).isTrue();
        assertThat(down.reachedBy(0.21)).isFalse();
        assertThat(up.reachedBy(Double.NaN) || down.reachedBy(Double.NaN)).isFalse();
        assertThat(up.better(0.1, 0.2)).isEqualTo(0.2);
        assertThat(down.better(0.1, 0.2)).isEqualTo(0.1);
        assertThat(down.better(Double.NaN, 0.2)).isEqualTo(0.2);
        assertThat(up.worse(0.1, 0.2)).isEqualTo(0.1);
        assertThat(up.unattainable().reachedBy(1e300)).isFalse();
        assertThat(down.unattainable().reachedBy(-1e300)).isFalse();
    }
}
