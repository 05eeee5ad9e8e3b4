package io.cuvette.bench.training;

import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * One training at one learning rate, by the loop that trains jobs. It ends when the target is
 * reached, when the budget is spent, when it diverges, or when it can no longer beat another trial.
 *
 * @param rate that the schedule is of
 * @param seed of first weights and of the order of batches
 */
public record Trial(Submission submission, double rate, long seed) {

    /**
     * What came of it.
     *
     * @param steps until the target was reached; infinite if it was not
     * @param seconds of the processor for these steps, without those for validation; likewise
     * @param best validation metric that was seen; NaN if there was none
     * @param test metric on test rows when the target was reached; NaN if it was not
     */
    public record Outcome(double steps, double seconds, double best, double test) {
        static final Outcome NONE =
                new Outcome(
                        Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NaN, Double.NaN);

        public boolean reached() {
            return Double.isFinite(steps);
        }
    }

    /**
     * Trains.
     *
     * @param goal that ends it
     * @param stepsToBeat steps of the best trial before it; infinite for none
     * @param scratch an empty folder
     */
    Outcome run(Workload workload, Goal goal, Budget budget, double stepsToBeat, Path scratch)
            throws IOException {
        try (TrialModel model = new TrialModel(workload, goal, budget, this, stepsToBeat)) {
            return train(model, budget, scratch);
        }
    }

    /** As {@link #run}, of a model that was made for it. */
    Outcome train(TrialModel model, Budget budget, Path scratch) throws IOException {
        LoopSettings settings =
                LoopSettings.of("trial", budget.looks(submission))
                        .withCheckpoints(Long.MAX_VALUE, Duration.ofDays(1))
                        .withEarlyStopping(EarlyStopping.on(TrialModel.MONITOR));
        try (TrainingSession session =
                new TrainingSession(new TrialContext(scratch, seed), "trial")) {
            model.clock().run();
            new TrainingLoop<>(settings, model, model, session).run();
        } catch (TrainingStoppedException e) {
            throw new IllegalStateException("nobody asked a trial to stop", e);
        } catch (TrainingFailedException e) {
            return model.outcome(); // it diverged
        } catch (IllegalArgumentException e) {
            if (!submission.searches()) {
                throw e;
            }
            return model.outcome(); // every rate that the schedule tried diverged
        }
        return model.outcome();
    }
}
