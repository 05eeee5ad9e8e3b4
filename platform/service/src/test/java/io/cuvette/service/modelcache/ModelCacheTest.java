package io.cuvette.service.modelcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.modelcache.ModelLoadException.Reason;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelCacheTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final FakeLoader loader = new FakeLoader();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ExecutorService executor = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        loader.gate.countDown();
        executor.shutdownNow();
    }

    @Test
    void loadsOnceHoweverManyWant() throws Exception {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        loader.gate = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Future<FakeModel>> got = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                got.add(callers.submit(() -> useOnce(cache, "a")));
            }
            loader.gate.countDown();
            for (Future<FakeModel> model : got) {
                assertThat(model.get(20, TimeUnit.SECONDS)).isSameAs(loader.loaded.get(0));
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(loader.loaded).hasSize(1);
        assertThat(cache.usedBytes()).isEqualTo(10);
        assertThat(cache.openLeases()).isZero();
    }

    @Test
    void evictsTheLeastRecentlyUsedIdleModel() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        for (String key : List.of("a", "b", "c", "a", "d")) {
            useOnce(cache, key);
        }
        assertThat(loader.loaded).extracting(FakeModel::closes).containsExactly(0, 1, 0, 0);
        assertThat(cache.usedBytes()).isEqualTo(30);
        assertThat(registry.get("cuvette.modelcache.evictions").counter().count()).isEqualTo(1);
        assertThat(registry.get("cuvette.modelcache.bytes").tag("cache", "test").gauge().value())
                .isEqualTo(30);
        assertThat(
                        registry.get("cuvette.modelcache.requests")
                                .tag("result", "hit")
                                .counter()
                                .count())
                .isEqualTo(1);
    }

    @Test
    void evictsOneIdleModelForALoaderThatNeedsMoreThanMemory() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        Lease<FakeModel> inUse = cache.acquire("a");
        useOnce(cache, "b");
        useOnce(cache, "c");

        assertThat(cache.evictIdle()).isTrue();
        assertThat(loader.loaded).extracting(FakeModel::closes).containsExactly(0, 1, 0);
        assertThat(cache.usedBytes()).isEqualTo(20);
        assertThat(cache.evictIdle()).isTrue();
        assertThat(cache.evictIdle()).as("the last one is leased").isFalse();
        assertThat(inUse.value().use()).isEqualTo("a");
        inUse.close();
    }

    @Test
    void aModelInvalidatedWhileLeasedIsClosedWithItsLastLease() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        Lease<FakeModel> first = cache.acquire("a");
        Lease<FakeModel> second = cache.acquire("a");
        cache.invalidate("a");
        FakeModel old = loader.loaded.get(0);
        assertThat(useOnce(cache, "a")).isNotSameAs(old);
        assertThat(cache.usedBytes()).as("the old one still counts").isEqualTo(20);
        first.close();
        first.close();
        assertThat(old.closes()).isZero();
        assertThat(second.value().use()).isEqualTo("a");
        second.close();
        assertThat(old.closes()).isEqualTo(1);
        assertThat(cache.usedBytes()).isEqualTo(10);
        assertThatThrownBy(second::value).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLoadWaitsForMemoryInUseAndGoesOnWhenItIsFreed() throws Exception {
        ModelCache<String, FakeModel> cache = cache(20, LONG, LONG);
        Lease<FakeModel> a = cache.acquire("a");
        Lease<FakeModel> b = cache.acquire("b");
        Future<FakeModel> c = executor.submit(() -> useOnce(cache, "c"));
        await().until(() -> cache.size() == 3);
        assertThat(c.isDone()).isFalse();
        a.close();
        assertThat(c.get(20, TimeUnit.SECONDS).closes()).isZero();
        assertThat(loader.loaded).extracting(FakeModel::closes).containsExactly(1, 0, 0);
        b.close();
    }

    @Test
    void refusesWhenMemoryInUseIsNotFreedInTime() {
        ModelCache<String, FakeModel> cache = cache(10, SHORT, LONG);
        Lease<FakeModel> a = cache.acquire("a");
        assertThatThrownBy(() -> cache.acquire("b"))
                .isInstanceOfSatisfying(
                        ModelLoadException.class,
                        e -> assertThat(e.reason()).isIn(Reason.NO_MEMORY, Reason.TIMED_OUT));
        a.close();
        await().untilAsserted(() -> assertThat(useOnce(cache, "b").use()).isEqualTo("b"));
        assertThat(cache.usedBytes()).isEqualTo(10);
    }

    @Test
    void refusesAModelLargerThanTheCacheBeforeAndAfterLoading() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        loader.expectedBytes.put("big", 31L);
        loader.realBytes.put("liar", 31L);
        assertFails(() -> cache.acquire("big"), Reason.TOO_LARGE);
        assertThat(loader.loaded).isEmpty();
        assertFails(() -> cache.acquire("liar"), Reason.TOO_LARGE);
        assertThat(loader.loaded).singleElement().matches(model -> model.closes() == 1);
        assertThat(cache.usedBytes()).isZero();
        assertThat(cache.size()).isZero();
    }

    @Test
    void aFailureAnswersForAWhileThenTheModelIsTriedAgain() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, SHORT);
        IOException broken = new IOException("store is down");
        loader.failures.put("a", broken);
        assertThatThrownBy(() -> cache.acquire("a")).hasRootCause(broken);
        loader.failures.clear();
        assertFails(() -> cache.acquire("a"), Reason.FAILED);
        await().pollDelay(SHORT)
                .untilAsserted(() -> assertThat(useOnce(cache, "a").use()).isEqualTo("a"));
        assertThat(cache.usedBytes()).isEqualTo(10);
    }

    @Test
    void aCallerThatGivesUpDoesNotEndTheLoad() {
        ModelCache<String, FakeModel> cache = cache(30, SHORT, LONG);
        loader.gate = new CountDownLatch(1);
        assertFails(() -> cache.acquire("a"), Reason.TIMED_OUT);
        loader.gate.countDown();
        await().until(() -> loader.loaded.size() == 1);
        assertThat(useOnce(cache, "a")).isSameAs(loader.loaded.get(0));
    }

    @Test
    void aModelInvalidatedWhileItIsLoadedIsNotServed() throws Exception {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        CountDownLatch gate = new CountDownLatch(1);
        loader.gate = gate;
        Future<FakeModel> waiting = executor.submit(() -> useOnce(cache, "a"));
        await().until(() -> cache.usedBytes() == 10);
        cache.invalidate("a");
        gate.countDown();
        FakeModel served = waiting.get(20, TimeUnit.SECONDS);
        assertThat(loader.loaded).hasSize(2);
        assertThat(served).isSameAs(loader.loaded.get(1));
        assertThat(loader.loaded.get(0).closes()).isEqualTo(1);
    }

    @Test
    void closingClosesIdleModelsNowAndLeasedOnesLater() {
        ModelCache<String, FakeModel> cache = cache(30, LONG, LONG);
        useOnce(cache, "idle");
        Lease<FakeModel> leased = cache.acquire("leased");
        cache.close();
        assertThat(loader.loaded).extracting(FakeModel::closes).containsExactly(1, 0);
        leased.close();
        assertThat(loader.open()).isZero();
        assertFails(() -> cache.acquire("idle"), Reason.CLOSED);
        assertThat(cache.usedBytes()).isZero();
    }

    @Test
    void neverClosesALeasedModelNorExceedsItsMemoryUnderConcurrentEviction() throws Exception {
        // 6 leases at most are open at a time, the cache holds 6 models, 15 are wanted
        ModelCache<String, FakeModel> cache = cache(60, LONG, LONG);
        AtomicLong mostBytes = new AtomicLong();
        ExecutorService users = Executors.newFixedThreadPool(6);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int user = 0; user < 6; user++) {
                SplittableRandom random = new SplittableRandom(user);
                done.add(users.submit(() -> churn(cache, random, mostBytes)));
            }
            for (Future<?> user : done) {
                user.get(60, TimeUnit.SECONDS);
            }
        } finally {
            users.shutdownNow();
        }
        assertThat(mostBytes.get()).isBetween(10L, 60L);
        assertThat(cache.openLeases()).isZero();
        await().untilAsserted(() -> assertThat(loader.open()).isEqualTo(cache.size()));
        assertThat(loader.loaded).allMatch(model -> model.closes() <= 1);
        assertThat(loader.loaded.size()).isGreaterThan(100);
        cache.close();
        assertThat(loader.open()).isZero();
        assertThat(cache.usedBytes()).isZero();
    }

    private static void churn(
            ModelCache<String, FakeModel> cache, SplittableRandom random, AtomicLong mostBytes) {
        for (int i = 0; i < 500; i++) {
            String key = "model-" + random.nextInt(15);
            try (Lease<FakeModel> lease = cache.acquire(key)) {
                if (random.nextInt(10) == 0) {
                    cache.invalidate(key);
                }
                LockSupport.parkNanos(20_000);
                assertThat(lease.value().use()).isEqualTo(key);
                mostBytes.accumulateAndGet(cache.usedBytes(), Math::max);
            }
        }
    }

    private static void assertFails(ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ModelLoadException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static FakeModel useOnce(ModelCache<String, FakeModel> cache, String key) {
        try (Lease<FakeModel> lease = cache.acquire(key)) {
            return lease.value();
        }
    }

    private ModelCache<String, FakeModel> cache(
            long maxBytes, Duration acquireTimeout, Duration failureTtl) {
        return new ModelCache<>(
                "test",
                loader,
                new ModelCacheSettings(maxBytes, acquireTimeout, failureTtl),
                executor,
                registry);
    }
}
