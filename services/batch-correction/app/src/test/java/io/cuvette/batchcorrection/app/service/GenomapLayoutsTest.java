package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.app.client.ModelVersion;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
            layouts.get(key(cells), () -> GENOMAP);
        }
        AtomicInteger computed = new AtomicInteger();
        for (int cells : new int[] {16, 1, 0}) {
            layouts.get(
                    key(cells),
                    () -> {
                        computed.incrementAndGet();
                        return GENOMAP;
                    });
        }
        assertThat(computed).hasValue(1);
    }

    @Test
    void whileOneIsComputedOthersAreAskedToComeBack() throws Exception {
        layouts.get(key(1), () -> GENOMAP);
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        CompletableFuture<Genomap> slow =
                CompletableFuture.supplyAsync(
                        () ->
                                layouts.get(
                                        key(2),
                                        () -> {
                                            started.countDown();
                                            await(finish);
                                            return GENOMAP;
                                        }));
        await(started);

        assertThatThrownBy(() -> layouts.get(key(3), () -> GENOMAP))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.code()).isEqualTo(ErrorCode.OVERLOADED);
                            assertThat(problem.retryAfter()).contains(Duration.ofSeconds(5));
                        });
        // what is kept needs no turn
        assertThat(layouts.get(key(1), () -> null)).isSameAs(GENOMAP);
        finish.countDown();
        assertThat(slow.get(10, TimeUnit.SECONDS)).isSameAs(GENOMAP);
        assertThat(layouts.get(key(3), () -> GENOMAP)).isSameAs(GENOMAP);
    }

    @Test
    void aFailureGivesItsTurnBackAndIsNotKept() {
        assertThatThrownBy(
                        () ->
                                layouts.get(
                                        key(1),
                                        () -> {
                                            throw new IllegalStateException("broken");
                                        }))
                .hasMessage("broken");
        assertThat(layouts.get(key(1), () -> GENOMAP)).isSameAs(GENOMAP);
    }

    @Test
    void patienceEndsWithItsTimeOrItsCaller() {
        new Patience(Duration.ofMinutes(1), () -> false).check();
        assertThatThrownBy(() -> new Patience(Duration.ofMinutes(1), () -> true).check())
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> new Patience(Duration.ZERO, () -> false).check())
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.UNPROCESSABLE))
                .hasMessageContaining("choose fewer");
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
                "d1",
                "00",
                "j1",
                5,
                "code",
                "2026-01-01T00:00:00Z",
                Map.of(),
                List.of(),
                "tenants/lab/models/j1/1/");
    }
}
