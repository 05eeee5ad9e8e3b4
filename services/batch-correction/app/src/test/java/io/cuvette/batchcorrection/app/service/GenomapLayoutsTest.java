package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.genomap.GeneScale;
import io.cuvette.batchcorrection.genomap.Genomap;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.genomap.LayoutQuality;
import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.limit.Patience;
import io.cuvette.service.modellibrary.VersionKey;
import io.cuvette.service.training.ModelVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GenomapLayoutsTest {

    private static final Genomap GENOMAP =
            new Genomap(
                    new GenomapLayout(
                            LayoutKind.EUCLID2D,
                            new PixelGrid(2, 2),
                            new int[] {0, 1, 2, 3},
                            new double[] {1},
                            0,
                            true,
                            new LayoutQuality(1, 1)),
                    new GeneScale(new double[4], new double[4]));

    private static final Patience PATIENT =
            new Patience(Duration.ofMinutes(1), () -> false, "ask for less");

    private final GenomapLayouts layouts = new GenomapLayouts();

    private static GenomapLayouts.Key key(int cells) {
        return new GenomapLayouts.Key(
                new VersionKey(new TenantId("lab"), version()),
                Method.MEDL_PLUS,
                LayoutKind.EUCLID2D,
                new PixelGrid(2, 2),
                cells,
                List.of(0, 1),
                List.of(0, 1, 2, 3));
    }

    @Test
    void aLayoutIsComputedOnce() {
        AtomicInteger computed = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            layouts.get(
                    key(5),
                    PATIENT,
                    () -> {
                        computed.incrementAndGet();
                        return GENOMAP;
                    });
        }
        assertThat(computed).hasValue(1);
    }

    @Test
    void theOldestOfManyIsForgotten() {
        for (int cells = 0; cells <= 16; cells++) {
            layouts.get(key(cells), PATIENT, () -> GENOMAP);
        }
        AtomicInteger computed = new AtomicInteger();
        for (int cells : new int[] {16, 1, 0}) {
            layouts.get(
                    key(cells),
                    PATIENT,
                    () -> {
                        computed.incrementAndGet();
                        return GENOMAP;
                    });
        }
        assertThat(computed).hasValue(1);
    }

    @Test
    void anotherLayoutDoesNotWait() throws Exception {
        Held held = hold(key(2));

        assertThat(layouts.get(key(3), PATIENT, () -> GENOMAP)).isSameAs(GENOMAP);
        assertThat(held.result).isNotDone();
        held.finish.countDown();
        assertThat(held.result.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
    }

    @Test
    void whoAsksForTheSameLayoutGetsTheOneUnderWay() throws Exception {
        Held held = hold(key(2));
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Genomap> second =
                CompletableFuture.supplyAsync(
                        () ->
                                layouts.get(
                                        key(2),
                                        patience(asked),
                                        () -> {
                                            throw new IllegalStateException("computed twice");
                                        }));
        await(asked);

        assertThat(second).isNotDone();
        held.finish.countDown();
        assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
    }

    @Test
    void whoWaitsForAnAbandonedRequestTakesItsPlace() throws Exception {
        Held held = hold(key(2), new ProblemException(ErrorCode.OVERLOADED, "nobody waits"));
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Genomap> second =
                CompletableFuture.supplyAsync(
                        () -> layouts.get(key(2), patience(asked), () -> GENOMAP));
        await(asked);
        held.finish.countDown();

        assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
        // who took its place may be done before the abandoned request has told its caller
        assertThatThrownBy(() -> held.result.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("nobody waits");
    }

    @Test
    void whatCannotBeLaidOutIsNotTriedTwice() throws Exception {
        Held held =
                hold(
                        key(2),
                        new GenomapLayouts.NoLayoutException(
                                new IllegalArgumentException("no variance")));
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Genomap> second =
                CompletableFuture.supplyAsync(
                        () -> layouts.get(key(2), patience(asked), () -> GENOMAP));
        await(asked);
        held.finish.countDown();

        assertThatThrownBy(() -> second.get(10, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
                .hasMessage("No genomap: no variance.");
        assertThat(layouts.get(key(2), PATIENT, () -> GENOMAP)).isSameAs(GENOMAP);
    }

    @Test
    void theEndOfTheTimeOfOneIsNotThatOfAnother() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Genomap> leader =
                CompletableFuture.supplyAsync(
                        () ->
                                layouts.get(
                                        key(2),
                                        PATIENT,
                                        () -> {
                                            started.countDown();
                                            await(finish);
                                            new Patience(Duration.ZERO, () -> false, "ask for less")
                                                    .check();
                                            return GENOMAP;
                                        }));
        await(started);
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<Genomap> second =
                CompletableFuture.supplyAsync(
                        () -> layouts.get(key(2), patience(asked), () -> GENOMAP));
        await(asked);
        finish.countDown();

        assertThat(second.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
        assertThatThrownBy(() -> leader.get(10, TimeUnit.SECONDS))
                .hasMessageContaining("takes longer");
    }

    @Test
    void whoWaitsStopsWaitingWhenNobodyWaitsForHim() throws Exception {
        Held held = hold(key(2));

        assertThatThrownBy(
                        () ->
                                layouts.get(
                                        key(2),
                                        new Patience(
                                                Duration.ofMinutes(1), () -> true, "ask for less"),
                                        () -> GENOMAP))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED));
        held.finish.countDown();
        assertThat(held.result.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
    }

    @Test
    void aFailureIsNotKept() {
        assertThatThrownBy(
                        () ->
                                layouts.get(
                                        key(1),
                                        PATIENT,
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .hasMessage("broken");
        assertThat(layouts.get(key(1), PATIENT, () -> GENOMAP)).isSameAs(GENOMAP);
    }

    /** A layout that another request computes until it is told to finish. */
    private record Held(CompletableFuture<Genomap> result, CountDownLatch finish) {}

    private Held hold(GenomapLayouts.Key key, RuntimeException... failure) {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Genomap> result =
                CompletableFuture.supplyAsync(
                        () ->
                                layouts.get(
                                        key,
                                        PATIENT,
                                        () -> {
                                            started.countDown();
                                            await(finish);
                                            if (failure.length > 0) {
                                                throw failure[0];
                                            }
                                            return GENOMAP;
                                        }));
        await(started);
        return new Held(result, finish);
    }

    /** Endless; notes that it was asked, which a request does while it waits. */
    private static Patience patience(CountDownLatch asked) {
        return new Patience(
                Duration.ofMinutes(1),
                () -> {
                    asked.countDown();
                    return false;
                },
                "ask for less");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static ModelVersion version() {
        return new ModelVersion(
                "full",
                1,
                "m1",
                "batch-correction",
                Optional.of("d1"),
                Optional.of("00"),
                Optional.empty(),
                "j1",
                5,
                "code",
                "2026-01-01T00:00:00Z",
                Map.of(),
                List.of(),
                "tenants/lab/models/j1/1/");
    }
}
