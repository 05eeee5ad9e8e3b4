package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.bench.training.Trial.Outcome;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TuningTest {

    private static Outcome after(double steps, double seconds) {
        return new Outcome(steps, seconds, 1, 1);
    }

    @Test
    void theStudyInTheMiddleCounts() {
        assertThat(Tuning.median(List.of(after(30, 3), after(10, 9), after(20, 2))))
                .isEqualTo(after(20, 2));
    }

    @Test
    void studiesThatDidNotReachTheTargetAreTheSlowest() {
        assertThat(Tuning.median(List.of(Outcome.NONE, after(40, 4), after(20, 2))).steps())
                .isEqualTo(40);
        assertThat(Tuning.median(List.of(Outcome.NONE, after(40, 4), Outcome.NONE)).reached())
                .isFalse();
        assertThat(Tuning.median(List.of(after(40, 4), Outcome.NONE)).reached()).isFalse();
    }

    @Test
    void studiesThatCannotChangeTheMedianAreLeftOut(@TempDir Path scratch) throws Exception {
        try (PairedViews workload = new PairedViews()) {
            Submission submission = Submission.of("sgd", "constant");
            Goal far = workload.goal().unattainable();
            for (int studies = 1; studies <= 5; studies++) {
                Tuning tuning = new Tuning(studies, 1, new Budget(6, 6));
                List<Outcome> found = tuning.run(submission, workload, far, scratch);

                // NONE is of studies without a trial: the others have seen a metric
                long tried = found.stream().filter(o -> !Double.isNaN(o.best())).count();
                assertThat(found).hasSize(studies);
                assertThat(Tuning.median(found).reached()).isFalse();
                assertThat(tried).isEqualTo((studies + 1) / 2);
            }
        }
    }

    @Test
    void aStudyIsItsFastestTrial(@TempDir Path scratch) throws Exception {
        Submission submission = Submission.of("adamw", "constant");
        Budget budget = new Budget(60, 6);
        Goal near = new Goal("recall at 5", true, 0.15);
        try (Workload workload = new PairedViews()) {
            List<Outcome> studies =
                    new Tuning(1, 3, budget).run(submission, workload, near, scratch);

            double[] positions = TuningPoints.dealt(1, 3, Tuning.SEED)[0];
            double fastest = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 3; i++) {
                Trial trial = Tuning.trial(submission, positions[i], 0, i);
                Outcome alone =
                        trial.run(workload, near, budget, Double.POSITIVE_INFINITY, scratch);
                fastest = Math.min(fastest, alone.steps());
            }
            assertThat(studies).singleElement().extracting(Outcome::steps).isEqualTo(fastest);
            assertThat(fastest).isFinite();
        }
    }

    @Test
    void aTargetThatIsReachedAtTheFirstLookEndsTheTrialThere(@TempDir Path scratch)
            throws Exception {
        Trial trial = Tuning.trial(Submission.of("sgd", "constant"), 0.5, 0, 0);
        Goal low = new Goal("recall at 5", true, 1e-3);
        Budget budget = new Budget(60, 6);
        try (Workload workload = new PairedViews();
                TrialModel model =
                        new TrialModel(workload, low, budget, trial, Double.POSITIVE_INFINITY)) {
            Outcome outcome = trial.train(model, budget, scratch);

            assertThat(outcome.steps()).isEqualTo(6);
            assertThat(outcome.seconds()).isBetween(1e-5, 60.0);
            assertThat(model.evaluations()).isEqualTo(6);
        }
    }

    @Test
    void aTrialThatCannotWinAnyMoreEnds(@TempDir Path scratch) throws Exception {
        Trial trial = Tuning.trial(Submission.of("sgd", "constant"), 0.5, 0, 0);
        try (Workload workload = new PairedViews();
                TrialModel model =
                        new TrialModel(
                                workload,
                                workload.goal().unattainable(),
                                new Budget(60, 6),
                                trial,
                                18)) {
            assertThat(trial.train(model, new Budget(60, 6), scratch).reached()).isFalse();
            assertThat(model.evaluations()).isEqualTo(12);
        }
    }
}
