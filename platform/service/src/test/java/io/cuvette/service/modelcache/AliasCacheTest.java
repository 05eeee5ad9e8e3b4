package io.cuvette.service.modelcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cuvette.service.identity.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AliasCacheTest {

    private static final TenantId TENANT = new TenantId("acme");
    private static final Duration TTL = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofSeconds(60);

    private final Map<String, String> register = new ConcurrentHashMap<>(Map.of("latest", "1"));
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicLong now = new AtomicLong();
    private volatile boolean down;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    private final AliasCache<String> aliases = new AliasCache<>(this::lookUp, TTL, STALE, now::get);

    private Optional<String> lookUp(TenantId tenant, String model, String versionOrAlias) {
        lookups.incrementAndGet();
        Optional<String> answer = Optional.ofNullable(register.get(versionOrAlias));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (down) {
            throw new IllegalStateException("register is down");
        }
        return tenant.equals(TENANT) ? answer : Optional.empty();
    }

    @Test
    void remembersForItsTimeThenAsksAgain() {
        assertThat(resolve("latest")).contains("1");
        register.put("latest", "2");
        assertThat(resolve("latest")).contains("1");
        now.addAndGet(TTL.toNanos());
        assertThat(resolve("latest")).contains("2");
        assertThat(lookups).hasValue(2);
    }

    @Test
    void seesANewNameAtOnceAndKeepsTenantsApart() {
        assertThat(resolve("none")).isEmpty();
        register.put("none", "3");
        assertThat(resolve("none")).contains("3");
        assertThat(resolve("latest")).contains("1");
        assertThat(aliases.resolve(new TenantId("other"), "m", "latest")).isEmpty();
    }

    @Test
    void forgetsANameThatIsGone() {
        assertThat(resolve("latest")).contains("1");
        register.remove("latest");
        now.addAndGet(TTL.toNanos());
        assertThat(resolve("latest")).isEmpty();
        down = true;
        assertThatThrownBy(() -> resolve("latest")).hasMessage("register is down");
    }

    @Test
    void doesNotAskARegisterThatIsDownForEachRequest() {
        assertThat(resolve("latest")).contains("1");
        down = true;
        now.addAndGet(TTL.toNanos());
        assertThat(resolve("latest")).contains("1");
        assertThat(resolve("latest")).contains("1");
        assertThat(lookups).hasValue(2);
        down = false;
        register.put("latest", "2");
        now.addAndGet(TTL.toNanos());
        assertThat(resolve("latest")).contains("2");
    }

    @Test
    void aSwitchMadeHereIsSeenAtOnce() {
        assertThat(resolve("latest")).contains("1");
        register.put("latest", "2");
        aliases.invalidate(TENANT, "m");
        assertThat(resolve("latest")).contains("2");
    }

    @Test
    void usesAnOldAnswerWhileTheRegisterIsDownButNotForEver() {
        assertThat(resolve("latest")).contains("1");
        down = true;
        now.addAndGet(TTL.plusSeconds(1).toNanos());
        assertThat(resolve("latest")).contains("1");
        now.addAndGet(STALE.toNanos());
        assertThatThrownBy(() -> resolve("latest")).hasMessage("register is down");
        down = false;
        assertThat(resolve("latest")).contains("1");
    }

    @Test
    void asksOnceForManyAndDropsAnAnswerOlderThanASwitch() throws Exception {
        gate = new CountDownLatch(1);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        try {
            List<Future<Optional<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                answers.add(callers.submit(() -> resolve("latest")));
            }
            await().until(() -> lookups.get() == 1);
            register.put("latest", "2");
            aliases.invalidate(TENANT, "m");
            gate.countDown();
            for (Future<Optional<String>> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isPresent();
            }
        } finally {
            callers.shutdownNow();
        }
        assertThat(lookups.get()).isLessThan(8);
        assertThat(resolve("latest")).contains("2");
    }

    private Optional<String> resolve(String versionOrAlias) {
        return aliases.resolve(TENANT, "m", versionOrAlias);
    }
}
