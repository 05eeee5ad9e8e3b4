package io.cuvette.service.inference.batching;

import static io.cuvette.service.inference.batching.Requests.row;
import static io.cuvette.service.inference.batching.Requests.rows;
import static io.cuvette.service.inference.batching.Requests.values;
import static io.cuvette.service.inference.batching.Requests.x;
import static io.cuvette.service.inference.batching.Requests.y;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceLease;
import io.cuvette.service.inference.InferenceModel;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RequestBatcherTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger released = new AtomicInteger();
    private RequestBatchers batchers = batchers(settings(8, 4, 100), LONG);

    @AfterEach
    void stop() {
        batchers.close();
    }

    /** Holds the first batch until told to go on, so that what is sent meanwhile waits. */
    private static final class Gate {
        private final CountDownLatch open = new CountDownLatch(1);
        private final CountDownLatch reached = new CountDownLatch(1);
        private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();

        InferenceModel before(InferenceModel model) {
            return Requests.model(
                    requests -> {
                        batchSizes.add(requests.size());
                        reached.countDown();
                        awaitQuietly(open);
                        return model.infer(requests);
                    });
        }
    }

    @Test
    void gathersWhatArrivesDuringABatchUpToTheRowsAllowed() {
        Gate gate = new Gate();
        InferenceModel model = gate.before(Requests.echo());
        PendingAnswer first = submit(model, row(0));
        awaitQuietly(gate.reached);
        List<PendingAnswer> others = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            others.add(submit(model, rows(3, i, i, i)));
        }
        gate.open.countDown();
        assertThat(values(first.await())).containsExactly(0);
        for (int i = 1; i <= 3; i++) {
            assertThat(values(others.get(i - 1).await())).containsExactly(i, i, i);
        }
        // 3 + 3 rows fit into 8, the third request does not
        assertThat(gate.batchSizes).containsExactly(1, 2, 1);
        await().untilAsserted(() -> assertThat(batchers.active()).isZero());
        assertThat(released).hasValue(4);
    }

    @Test
    void waitsForOthersAsLongAsConfiguredOnly() {
        batchers.close();
        batchers = batchers(new BatchSettings(2, Duration.ofMillis(900), 4, 100, 1), LONG);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        InferenceModel model =
                Requests.model(
                        requests -> {
                            sizes.add(requests.size());
                            return Requests.echo().infer(requests);
                        });
        PendingAnswer first = submit(model, row(1));
        PendingAnswer second = submit(model, row(2));
        assertThat(values(first.await())).containsExactly(1);
        assertThat(values(second.await())).containsExactly(2);
        assertThat(values(submit(model, row(3)).await())).containsExactly(3);
        assertThat(sizes).containsExactly(2, 1);
    }

    @Test
    void aRequestLargerThanABatchIsComputedAlone() {
        float[] rows = new float[50];
        assertThat(values(submit(Requests.echo(), rows(50, rows)).await())).hasSize(50);
    }

    @Test
    void refusesWhenTheQueueIsFullAndServesAgainAfterwards() {
        Gate gate = new Gate();
        InferenceModel model = gate.before(Requests.echo());
        submit(model, row(0));
        awaitQuietly(gate.reached);
        List<PendingAnswer> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(submit(model, row(i)));
        }
        assertThatThrownBy(() -> submit(model, row(9)))
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.OVERLOADED));
        assertThat(released).hasValue(1);
        gate.open.countDown();
        for (int i = 0; i < 4; i++) {
            assertThat(values(waiting.get(i).await())).containsExactly(i);
        }
        assertThat(values(submit(model, row(7)).await())).containsExactly(7);
    }

    @Test
    void refusesWhenTooManyRowsWait() {
        Gate gate = new Gate();
        InferenceModel model = gate.before(Requests.echo());
        submit(model, row(0));
        awaitQuietly(gate.reached);
        PendingAnswer waiting = submit(model, rows(60, new float[60]));
        assertThatThrownBy(() -> submit(model, rows(41, new float[41])))
                .hasMessageContaining("too many requests");
        gate.open.countDown();
        assertThat(values(waiting.await())).hasSize(60);
    }

    @Test
    void aRequestThatBreaksItsBatchFailsAlone() {
        Gate gate = new Gate();
        InferenceModel model =
                gate.before(
                        Requests.model(
                                requests -> {
                                    if (requests.stream().anyMatch(r -> x(r)[0] < 0)) {
                                        throw new IllegalStateException("poison");
                                    }
                                    return Requests.echo().infer(requests);
                                }));
        submit(model, row(0));
        awaitQuietly(gate.reached);
        PendingAnswer good = submit(model, row(1));
        PendingAnswer bad = submit(model, row(-1));
        PendingAnswer alsoGood = submit(model, row(2));
        gate.open.countDown();
        assertThat(values(good.await())).containsExactly(1);
        assertThat(values(alsoGood.await())).containsExactly(2);
        assertThatThrownBy(bad::await)
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTERNAL))
                .hasMessageNotContaining("poison");
        assertThat(gate.batchSizes).containsExactly(1, 3, 1, 1, 1);
        await().untilAsserted(() -> assertThat(released).hasValue(4));
    }

    @Test
    void aRefusalOfOneRequestLeavesTheOthersAnswered() {
        Gate gate = new Gate();
        InferenceModel model =
                gate.before(
                        Requests.model(
                                requests ->
                                        requests.stream()
                                                .map(
                                                        r ->
                                                                x(r)[0] < 0
                                                                        ? Outcome.invalid("below 0")
                                                                        : y(r, x(r)))
                                                .toList()));
        submit(model, row(0));
        awaitQuietly(gate.reached);
        PendingAnswer bad = submit(model, row(-1));
        PendingAnswer good = submit(model, row(1));
        gate.open.countDown();
        assertThat(values(good.await())).containsExactly(1);
        assertThatThrownBy(bad::await).hasMessage("below 0");
        assertThat(gate.batchSizes).containsExactly(1, 2);
    }

    @Test
    void anAnswerThatBreaksTheSignatureIsNotSent() {
        assertModelFault(r -> Outcome.answer(Tensor.fp32("z", Shape.of(1, 1), 1)), "'z'");
        assertModelFault(r -> Outcome.answer(Tensor.fp64("y", Shape.of(1, 1), 1)), "datatype");
        assertModelFault(r -> Outcome.answer(Tensor.fp32("y", Shape.of(1), 1)), "shape");
        assertModelFault(r -> Outcome.answer(Tensor.fp32("y", Shape.of(2, 1), 1, 1)), "rows");
        assertModelFault(r -> y(r, Float.NaN), "NaN");
        assertModelFault(r -> null, "model");
        assertThatThrownBy(() -> submit(Requests.model(r -> List.of()), row(1)).await())
                .hasMessageContaining("model failed");
    }

    private void assertModelFault(Function<InferenceRequest, Outcome> infer, String message) {
        InferenceModel model =
                Requests.model(
                        requests -> {
                            List<Outcome> outcomes = new ArrayList<>();
                            requests.forEach(r -> outcomes.add(infer.apply(r)));
                            return outcomes;
                        });
        assertThatThrownBy(() -> submit(model, row(1)).await())
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTERNAL))
                .hasMessageContaining(message);
    }

    @Test
    void anErrorOfTheVirtualMachineFailsTheBatchAndTheNextOneIsServed() {
        AtomicInteger calls = new AtomicInteger();
        InferenceModel model =
                Requests.model(
                        requests -> {
                            if (calls.incrementAndGet() == 1) {
                                throw new OutOfMemoryError("simulated");
                            }
                            return Requests.echo().infer(requests);
                        });
        assertThatThrownBy(() -> submit(model, row(1)).await())
                .hasMessageContaining("failed to compute");
        assertThat(values(submit(model, row(2)).await())).containsExactly(2);
    }

    @Test
    void aRequestPastItsDeadlineIsRefusedAndNotComputed() {
        batchers.close();
        // long enough that a busy machine has the first one running before it is late
        batchers = batchers(settings(8, 4, 100), Duration.ofSeconds(1));
        Gate gate = new Gate();
        InferenceModel model = gate.before(Requests.echo());
        PendingAnswer running = submit(model, row(0));
        awaitQuietly(gate.reached);
        PendingAnswer waiting = submit(model, row(1));
        for (PendingAnswer late : List.of(waiting, running)) {
            assertThatThrownBy(late::await)
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.TIMED_OUT));
        }
        // the one in the queue left at once; the running one holds its model until it ends
        assertThat(released).hasValue(1);
        gate.open.countDown();
        await().untilAsserted(() -> assertThat(released).hasValue(2));
        assertThat(gate.batchSizes).containsExactly(1);
    }

    @Test
    void aCancelledRequestLeavesTheQueueAndReleasesItsModelOnce() {
        Gate gate = new Gate();
        InferenceModel model = gate.before(Requests.echo());
        PendingAnswer running = submit(model, row(0));
        awaitQuietly(gate.reached);
        PendingAnswer cancelled = submit(model, row(1));
        PendingAnswer kept = submit(model, row(2));
        cancelled.cancel();
        cancelled.cancel();
        running.cancel();
        assertThat(released).hasValue(1);
        gate.open.countDown();
        assertThat(values(kept.await())).containsExactly(2);
        await().untilAsserted(() -> assertThat(released).hasValue(3));
        assertThat(gate.batchSizes).containsExactly(1, 1);
    }

    @Test
    void modelsDoNotWaitForEachOtherNorShareBatches() {
        Gate gate = new Gate();
        PendingAnswer held = submit(gate.before(Requests.echo()), row(1));
        awaitQuietly(gate.reached);
        assertThat(values(submit(Requests.echo(), row(2)).await())).containsExactly(2);
        gate.open.countDown();
        assertThat(values(held.await())).containsExactly(1);
    }

    @Test
    void sixtyFourClientsGetTheirOwnMarksOnly() throws Exception {
        batchers.close();
        batchers = batchers(new BatchSettings(32, Duration.ofMillis(1), 64, 1000, 2), LONG);
        InferenceModel model = Requests.echo();
        int clients = 64;
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        try {
            List<Future<Integer>> mine = new ArrayList<>();
            for (int client = 0; client < clients; client++) {
                int mark = client;
                mine.add(pool.submit(() -> countOwnAnswers(model, mark)));
            }
            for (Future<Integer> answers : mine) {
                assertThat(answers.get(30, TimeUnit.SECONDS)).isEqualTo(50);
            }
        } finally {
            pool.shutdownNow();
        }
        await().untilAsserted(() -> assertThat(released).hasValue(clients * 50));
        await().untilAsserted(() -> assertThat(batchers.active()).isZero());
    }

    private int countOwnAnswers(InferenceModel model, int mark) {
        int own = 0;
        for (int i = 0; i < 50; i++) {
            float[] marks = {mark, i};
            if (Arrays.equals(values(submit(model, row(marks)).await()), marks)) {
                own++;
            }
        }
        return own;
    }

    private PendingAnswer submit(InferenceModel model, InferenceRequest request) {
        return batchers.submit(InferenceLease.of(model, released::incrementAndGet), request);
    }

    private static BatchSettings settings(int maxRows, int maxRequests, int maxQueuedRows) {
        return new BatchSettings(maxRows, Duration.ZERO, maxRequests, maxQueuedRows, 1);
    }

    private static RequestBatchers batchers(BatchSettings settings, Duration timeout) {
        return new RequestBatchers(settings, timeout, 2, new SimpleMeterRegistry());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
