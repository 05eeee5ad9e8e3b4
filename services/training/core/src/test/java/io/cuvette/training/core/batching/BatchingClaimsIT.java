package io.cuvette.training.core.batching;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.testing.ClaimOf;
import io.cuvette.training.core.testing.MeasuredClaim;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class BatchingClaimsIT {

    /** How far a run was when it reached a target. */
    private record Reached(double value, int count, long rows) {
        static final Reached NEVER = new Reached(Double.NaN, 1_000_000, 1_000_000_000L);
    }

    // ---- adaptive-batch

    private static final int EVERY = 20;
    private static final int SMALL_STEPS = 400;

    /** Training losses every 20 steps, averaged over the last five, until one is low enough. */
    private static Reached train(
            BlobTask task, double rate, long seed, IntFunction<Batching> batchings, double target) {
        try (BatchingRun run = new BatchingRun(task, 4, rate, seed)) {
            Batching batching = batchings.apply(run.batchesPerEpoch());
            List<Double> losses = new ArrayList<>();
            double smooth = Double.POSITIVE_INFINITY;
            while (run.optimizerSteps < SMALL_STEPS && smooth > target) {
                for (int i = 0; i < EVERY; i++) {
                    run.step(batching);
                }
                losses.add(run.trainingLoss());
                if (losses.size() >= 5) {
                    smooth =
                            losses.subList(losses.size() - 5, losses.size()).stream()
                                    .mapToDouble(loss -> loss)
                                    .average()
                                    .orElseThrow();
                }
            }
            assertThat(run.wanted).isSorted();
            return new Reached(smooth, run.optimizerSteps, run.rowsSeen);
        }
    }

    @ClaimOf(area = Area.BATCHING, value = "adaptive-batch")
    @Test
    void growingBatchesReachTheLossOfSmallOnesInFewerSteps() {
        double[] rates = {0.25, 0.5, 1};
        var settings = new AdaptiveBatch.Settings(AdaptiveBatch.Test.NORM, 0.8, 5.84, 2, 16);
        double smallSteps = 0;
        double smallRows = 0;
        double steps = 0;
        double rows = 0;
        for (long seed = 1; seed <= 3; seed++) {
            BlobTask task = BlobTask.of(seed, 1024, new double[] {0.25, 0.25, 0.25, 0.25}, 0.8);
            Reached small = Reached.NEVER;
            for (double rate : rates) {
                Reached run = train(task, rate, seed, n -> new FixedBatching(2, n), 0);
                small = small.count == SMALL_STEPS && small.value < run.value ? small : run;
            }
            Reached grown = Reached.NEVER;
            for (double rate : rates) {
                Reached run =
                        train(task, rate, seed, n -> new AdaptiveBatch(settings, n), small.value);
                boolean reached = run.value <= small.value;
                grown = reached && run.count < grown.count ? run : grown;
            }
            smallSteps += small.count / 3.0;
            smallRows += small.rows / 3.0;
            steps += grown.count / 3.0;
            rows += grown.rows / 3.0;
        }
        assertThat(steps).isLessThan(0.8 * smallSteps);
        MeasuredClaim.of(Area.BATCHING, "adaptive-batch")
                .figure("steps", steps)
                .figure("small steps", smallSteps)
                .figure("rows", rows)
                .figure("small rows", smallRows)
                .shows(
                        "the loss that steps of 8 rows have after {small steps} is reached after"
                                + " {steps}, on {rows} rows in place of {small rows}; both with"
                                + " the best of 3 rates, mean of 3 seeds");
    }

    // ---- hard-minibatch

    private static final int EPOCHS = 12;

    /** Held-out accuracy after each epoch; of a hard batching one with its repetition. */
    private static List<Reached> accuracies(
            BlobTask task, double rate, long seed, boolean hard, double delta) {
        try (BatchingRun run = new BatchingRun(task, 8, rate, seed)) {
            Batching batching =
                    hard
                            ? new HardMinibatch(
                                    new HardMinibatch.Settings(delta), run.batchesPerEpoch())
                            : new FixedBatching(1, run.batchesPerEpoch());
            List<Reached> accuracies = new ArrayList<>();
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                run.finishEpoch(batching);
                if (hard) {
                    run.finishEpoch(batching);
                }
                accuracies.add(new Reached(run.balancedAccuracy(), epoch, run.rowsSeen));
            }
            return accuracies;
        }
    }

    private static Reached first(List<List<Reached>> runs, double target) {
        Reached best = Reached.NEVER;
        for (List<Reached> run : runs) {
            Reached first =
                    run.stream()
                            .filter(reached -> reached.value >= target)
                            .findFirst()
                            .orElse(Reached.NEVER);
            best = first.count < best.count ? first : best;
        }
        return best;
    }

    @ClaimOf(area = Area.BATCHING, value = "hard-minibatch")
    @Test
    void repeatingHardBatchesTakesFewerEpochsToAnAccuracy() {
        double[] rates = {0.1, 0.2, 0.4};
        double[] epochs = new double[2];
        double[] rows = new double[2];
        for (long seed = 1; seed <= 3; seed++) {
            BlobTask task = BlobTask.of(seed, 600, new double[] {0.45, 0.45, 0.05, 0.05}, 0.5);
            List<List<Reached>> plain = new ArrayList<>();
            List<List<Reached>> hard = new ArrayList<>();
            for (double rate : rates) {
                plain.add(accuracies(task, rate, seed, false, 0));
                hard.add(accuracies(task, rate, seed, true, 0.2));
            }
            // the best mean of the last three epochs, so that no lucky epoch sets it
            double target =
                    plain.stream()
                            .mapToDouble(
                                    run ->
                                            run.subList(EPOCHS - 3, EPOCHS).stream()
                                                    .mapToDouble(Reached::value)
                                                    .average()
                                                    .orElseThrow())
                            .max()
                            .orElseThrow();
            Reached plainFirst = first(plain, target);
            Reached hardFirst = first(hard, target);
            epochs[0] += plainFirst.count / 3.0;
            epochs[1] += hardFirst.count / 3.0;
            rows[0] += plainFirst.rows / 3.0;
            rows[1] += hardFirst.rows / 3.0;
        }
        assertThat(epochs[1]).isLessThan(epochs[0]);
        MeasuredClaim.of(Area.BATCHING, "hard-minibatch")
                .figure("epochs", epochs[1])
                .figure("plain epochs", epochs[0])
                .figure("rows", rows[1])
                .figure("plain rows", rows[0])
                .shows(
                        "two of four classes rare: held-out accuracy of the plain run's end after"
                                + " {epochs} epochs in place of {plain epochs}, counting a"
                                + " repetition of the hardest fifth as part of its epoch; in rows"
                                + " trained on {rows} and {plain rows} (each with the best of 3"
                                + " rates, mean of 3 seeds)");
    }
}
