package io.cuvette.training.app.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetryTest {

    @Test
    void repeatsUntilTheCallSucceeds() throws Exception {
        AtomicInteger calls = new AtomicInteger();

        int result =
                new Retry(Duration.ofSeconds(30))
                        .call(
                                "test",
                                () -> {
                                    if (calls.incrementAndGet() < 3) {
                                        throw new IOException("away");
                                    }
                                    return calls.get();
                                });

        assertThat(result).isEqualTo(3);
    }

    @Test
    void givesUpWhenTheBudgetIsSpent() {
        AtomicInteger calls = new AtomicInteger();

        assertThatThrownBy(
                        () ->
                                new Retry(Duration.ofMillis(500))
                                        .call(
                                                "the call",
                                                () -> {
                                                    calls.incrementAndGet();
                                                    throw new IOException("away");
                                                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the call failed for PT0.5S")
                .hasRootCauseMessage("away");
        assertThat(calls.get()).isEqualTo(2);
    }

    @Test
    void neverRepeatsALostLeaseOrARefusal() {
        AtomicInteger calls = new AtomicInteger();
        Retry retry = new Retry(Duration.ofMinutes(1));

        assertThatThrownBy(
                        () ->
                                retry.call(
                                        "test",
                                        () -> {
                                            calls.incrementAndGet();
                                            throw new LeaseLostException();
                                        }))
                .isInstanceOf(LeaseLostException.class);
        assertThatThrownBy(
                        () ->
                                retry.call(
                                        "test",
                                        () -> {
                                            calls.incrementAndGet();
                                            throw new RefusedException("no");
                                        }))
                .isInstanceOf(RefusedException.class);
        assertThat(calls.get()).isEqualTo(2);
    }
}
