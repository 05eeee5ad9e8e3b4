package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.training.core.checkpoint.CheckpointStore;
import io.cuvette.training.core.loop.EarlyStopping.Goal;
import io.cuvette.training.core.loop.EarlyStopping.Monitor;
import io.cuvette.training.core.loop.Regression.Duel;
import io.cuvette.training.core.loop.Regression.Line;
import io.cuvette.training.core.program.AttemptOverException;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLoopTest {
    private static final Duration LONG = Duration.ofHours(1);

    @TempDir Path folder;

    private static TrainingResult train(Line line, TestContext context, LoopSettings settings)
            throws Exception {
        try (TrainingSession session = new TrainingSession(context, "digest")) {
            return new TrainingLoop<>(settings, line, line, session).run();
        }
    }

    private String weightsAfter(long seed, String name, int epochs) throws Exception {
        try (Line line = Line.of(seed)) {
            train(line, new TestContext(folder.resolve(name), seed), LoopSettings.of("a", epochs));
            return line.parameters.sha256();
        }
    }

    @Test
    void theSameSeedGivesTheSameWeights() throws Exception {
        String first = weightsAfter(5, "one", 4);
        assertThat(weightsAfter(5, "two", 4)).isEqualTo(first);
        assertThat(weightsAfter(6, "three", 4)).isNotEqualTo(first);
    }

    @Test
    void twoTrainingsAtOnceGiveTheWeightsOfEachAlone() throws Exception {
        List<String> alone = List.of(weightsAfter(1, "a", 60), weightsAfter(2, "b", 60));
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Callable<String>> jobs =
                    List.of(() -> weightsAfter(1, "c", 60), () -> weightsAfter(2, "d", 60));
            List<String> together = new ArrayList<>();
            for (Future<String> job : two.invokeAll(jobs)) {
                together.add(job.get());
            }
            assertThat(together).isEqualTo(alone);
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void lossFallsAndIsReportedByEpochAndPart() throws Exception {
        try (Line line = new Line(1, 20, 0.05, 0, OptionalDouble.empty())) {
            TestContext context = new TestContext(folder, 1);
            TrainingResult result = train(line, context, LoopSettings.of("a", 20));
            double[] loss = result.history().series("line.loss");
            assertThat(loss).hasSize(20);
            assertThat(loss[19]).isLessThan(1e-3).isLessThan(loss[0] / 100);
            assertThat(result.history().series("line.mean")[19]).isCloseTo(1, within(0.05));
            assertThat(result.steps()).isEqualTo(400);
            var reports = context.reports();
            assertThat(reports.get(reports.size() - 1).fraction()).isEqualTo(1);
            assertThat(reports)
                    .isSortedAccordingTo((a, b) -> Double.compare(a.fraction(), b.fraction()));
        }
    }

    @Test
    void aStoppedRunContinuesToTheSameWeights() throws Exception {
        String straight = weightsAfter(9, "straight", 4);
        // stops within an epoch, at its last step, and again later
        for (int stopAfter : new int[] {3, 4, 6}) {
            AtomicInteger steps = new AtomicInteger();
            try (Line line = Line.of(9)) {
                TestContext context =
                        new TestContext(folder.resolve("stopped"), 9)
                                .stoppingWhen(() -> steps.incrementAndGet() == stopAfter);
                assertThatThrownBy(() -> train(line, context, LoopSettings.of("a", 4)))
                        .isInstanceOf(TrainingStoppedException.class);
            }
        }
        try (Line line = Line.of(9)) {
            TestContext context = new TestContext(folder.resolve("stopped"), 9);
            TrainingResult result = train(line, context, LoopSettings.of("a", 4));
            assertThat(result.steps()).isEqualTo(20);
            assertThat(result.history().rows()).hasSize(4);
            assertThat(line.parameters.sha256()).isEqualTo(straight);
        }
        // once more: everything is done already
        try (Line line = Line.of(9)) {
            TestContext context = new TestContext(folder.resolve("stopped"), 9);
            assertThat(train(line, context, LoopSettings.of("a", 4)).steps()).isEqualTo(20);
            assertThat(line.parameters.sha256()).isEqualTo(straight);
        }
    }

    @Test
    void phasesThatAreDoneAreNotRepeatedAndTheNextOneResumes() throws Exception {
        Path straight = folder.resolve("straight");
        List<String> expected = twoPhases(new TestContext(straight, 3));
        AtomicInteger steps = new AtomicInteger();
        TestContext stopping =
                new TestContext(folder.resolve("stopped"), 3)
                        .stoppingWhen(() -> steps.incrementAndGet() == 17);
        assertThatThrownBy(() -> twoPhases(stopping)).isInstanceOf(TrainingStoppedException.class);
        assertThat(steps).hasValue(17);
        TestContext resumed =
                new TestContext(folder.resolve("stopped"), 3)
                        .stoppingWhen(() -> steps.incrementAndGet() < 0);
        assertThat(twoPhases(resumed)).isEqualTo(expected);
        assertThat(steps).hasValue(17 + 3);
        assertThat(resumed.reports()).allMatch(report -> report.fraction() >= 0.5);
    }

    /** Two loops of 10 steps each; the weights of both. */
    private static List<String> twoPhases(TestContext context) throws Exception {
        try (Line first = Line.of(1);
                Line second = Line.of(2);
                TrainingSession session = new TrainingSession(context, "digest")) {
            LoopSettings a = LoopSettings.of("a", 2).withProgress(0, 0.5);
            LoopSettings b = LoopSettings.of("b", 2).withProgress(0.5, 1);
            new TrainingLoop<>(a, first, first, session).run();
            new TrainingLoop<>(b, second, second, session).run();
            return List.of(first.parameters.sha256(), second.parameters.sha256());
        }
    }

    @Test
    void aCheckpointOfOtherSettingsIsRefused() throws Exception {
        weightsAfter(5, "one", 1);
        TestContext context = new TestContext(folder.resolve("one"), 5);
        assertThatThrownBy(() -> new TrainingSession(context, "other"))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("other settings");
    }

    @Test
    void aNonFiniteLossStopsWithStepAndBatchAndPublishesNothing() throws Exception {
        try (Line line = Line.of(1)) {
            line.poisonedStep = 7;
            line.poison = Double.NaN;
            TestContext context = new TestContext(folder, 1);
            String[] before = new String[1];
            assertThatThrownBy(() -> train(line, context, LoopSettings.of("a", 4)))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining("the loss of line is NaN at step 7")
                    .hasMessageContaining("epoch 1, batch 2, rows 3 and 4");
            before[0] = line.parameters.sha256();
            for (float weight : line.parameters.floats("layer.weight")) {
                assertThat(Float.isFinite(weight)).isTrue();
            }
            assertThat(context.checkpoints().newest()).isEmpty();
        }
    }

    @Test
    void anInfiniteGradientIsFoundAlsoWhenTheLossIsFinite() throws Exception {
        try (Line line = Line.of(1)) {
            line.poisonedStep = 0;
            // with zero weights the loss is 1 whatever x is, but its gradient grows with x
            line.poison = 1e30;
            line.parameters.set("layer.weight", ByteBuffer.allocate(4 * 3 * Float.BYTES));
            assertThatThrownBy(
                            () -> train(line, new TestContext(folder, 1), LoopSettings.of("a", 4)))
                    .isInstanceOf(TrainingFailedException.class)
                    .hasMessageContaining(
                            "the norm of the gradient of layer.weight is Infinity at step 0");
        }
    }

    @Test
    void clippingBoundsTheNormOfAllGradientsTogether() throws Exception {
        OptionalDouble clip = OptionalDouble.of(1e-3);
        try (Line line = new Line(1, 1, 0.01, 0, clip)) {
            train(line, new TestContext(folder, 1), LoopSettings.of("a", 1));
            // first moment after one step is 0.1 times the clipped gradient
            double square = 0;
            for (var m : line.optimizer.state().entrySet()) {
                if (m.getKey().startsWith("m/")) {
                    for (float value : m.getValue().toFloatArray()) {
                        square += value * value;
                    }
                }
            }
            assertThat(Math.sqrt(square)).isCloseTo(1e-4, within(1e-7));
        }
    }

    @Test
    void alternatingObjectivesMoveTheirOwnGroupOnly() throws Exception {
        try (Duel duel = new Duel();
                TrainingSession session =
                        new TrainingSession(new TestContext(folder, 1), "digest")) {
            TrainingResult result =
                    new TrainingLoop<>(LoopSettings.of("duel", 3), duel, duel, session).run();
            double p = 1;
            double q = 2;
            for (int step = 0; step < 3; step++) {
                p += 0.1 * (q - p);
                // q already sees the new p
                q -= 0.1 * p;
                Map<String, Double> metrics = result.history().rows().get(step).metrics();
                assertThat(metrics.get("p")).isCloseTo(p, within(1e-12));
                assertThat(metrics.get("q")).isCloseTo(q, within(1e-12));
                assertThat(metrics).containsKeys("p.loss", "q.loss");
            }
            assertThat(duel.p.hasGradient()).isTrue();
            assertThat(duel.q.hasGradient()).isTrue();
        }
    }

    @Test
    void stopsEarlyOnceAllMonitorsHaveStoppedImproving() throws Exception {
        double[] error = {1, 0.5, 0.499, 0.498, 0.497, 0.2};
        double[] score = {1, 2, 3, 3, 3, 3};
        AtomicInteger epoch = new AtomicInteger();
        EarlyStopping stopping =
                EarlyStopping.on(
                        new Monitor("error", Goal.MINIMIZE, 0.01, 2),
                        new Monitor("score", Goal.MAXIMIZE, 0, 2));
        try (Line line = Line.of(1)) {
            line.validation =
                    () -> {
                        int i = epoch.getAndIncrement();
                        return Map.of("error", error[i], "score", score[i]);
                    };
            TestContext context = new TestContext(folder, 1);
            TrainingResult result =
                    train(line, context, LoopSettings.of("a", 6).withEarlyStopping(stopping));
            // the error stops improving after epoch 1, the score after epoch 2, each by patience 2
            assertThat(result.history().rows()).hasSize(5);
            assertThat(result.stoppedEarly()).isTrue();
            assertThat(context.messages()).containsExactly("a stopped early after 5 epochs");
        }
    }

    @Test
    void aMissingMonitoredMetricIsAnErrorThatNamesIt() throws Exception {
        EarlyStopping stopping = EarlyStopping.on(new Monitor("val_loss", Goal.MINIMIZE, 0, 1));
        try (Line line = Line.of(1)) {
            LoopSettings settings = LoopSettings.of("a", 2).withEarlyStopping(stopping);
            assertThatThrownBy(() -> train(line, new TestContext(folder, 1), settings))
                    .hasMessageContaining("val_loss")
                    .hasMessageContaining("line.loss");
        }
    }

    /** A store that fails on chosen saves. */
    private static final class FlakyStore implements CheckpointStore {
        private final CheckpointStore store;
        private final List<Integer> failing;
        private int saves;

        FlakyStore(CheckpointStore store, Integer... failing) {
            this.store = store;
            this.failing = Arrays.asList(failing);
        }

        @Override
        public void save(long step, Path file) throws IOException {
            if (failing.contains(saves++)) {
                throw new IOException("store is away");
            }
            store.save(step, file);
        }

        @Override
        public Optional<Path> newest() throws IOException {
            return store.newest();
        }
    }

    @Test
    void aStoreThatIsAwayForAWhileDoesNotEndTheTraining() throws Exception {
        TestContext context = new TestContext(folder, 1);
        context.withCheckpoints(new FlakyStore(context.checkpoints(), 1, 2, 3));
        try (Line line = Line.of(1)) {
            LoopSettings settings = LoopSettings.of("a", 2).withCheckpoints(1, LONG);
            assertThat(train(line, context, settings).steps()).isEqualTo(10);
        }
        assertThat(context.messages()).hasSize(3).allMatch(text -> text.contains("checkpoint"));
        assertThat(Files.exists(context.scratch().resolve("checkpoint.safetensors"))).isFalse();
        TestContext away = new TestContext(folder.resolve("away"), 1);
        away.withCheckpoints(new FlakyStore(away.checkpoints(), 0, 1, 2, 3));
        try (Line line = Line.of(1)) {
            LoopSettings settings = LoopSettings.of("a", 2).withCheckpoints(1, LONG);
            assertThatThrownBy(() -> train(line, away, settings))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("store is away");
        }
    }

    @Test
    void aCheckpointRefusedForGoodEndsTheTrainingAtOnce() throws Exception {
        TestContext context = new TestContext(folder, 1);
        List<Long> tried = new ArrayList<>();
        context.withCheckpoints(
                new CheckpointStore() {
                    @Override
                    public void save(long step, Path file) throws IOException {
                        tried.add(step);
                        throw new AttemptOverException("another attempt has the job");
                    }

                    @Override
                    public Optional<Path> newest() {
                        return Optional.empty();
                    }
                });
        try (Line line = Line.of(1)) {
            LoopSettings settings = LoopSettings.of("a", 2).withCheckpoints(3, LONG);
            assertThatThrownBy(() -> train(line, context, settings))
                    .isInstanceOf(AttemptOverException.class);
        }
        assertThat(tried).containsExactly(3L);
        assertThat(context.messages()).isEmpty();
    }

    @Test
    void checkpointsComeByStepsAndByTime() throws Exception {
        // the end of a phase counts one more than its last step
        assertThat(saves("steps", 4, LONG)).containsExactly(4L, 8L, 11L);
        assertThat(saves("time", Long.MAX_VALUE, Duration.ZERO))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    private List<Long> saves(String name, long steps, Duration interval) throws Exception {
        TestContext context = new TestContext(folder.resolve(name), 1);
        List<Long> saved = new ArrayList<>();
        CheckpointStore store = context.checkpoints();
        context.withCheckpoints(
                new CheckpointStore() {
                    @Override
                    public void save(long step, Path file) throws IOException {
                        saved.add(step);
                        store.save(step, file);
                    }

                    @Override
                    public Optional<Path> newest() throws IOException {
                        return store.newest();
                    }
                });
        try (Line line = Line.of(1)) {
            train(line, context, LoopSettings.of("a", 2).withCheckpoints(steps, interval));
        }
        return saved;
    }
}
