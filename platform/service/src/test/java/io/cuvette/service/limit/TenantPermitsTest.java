package io.cuvette.service.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.service.identity.TenantId;
import org.junit.jupiter.api.Test;

class TenantPermitsTest {

    private static final TenantId FIRST = new TenantId("first");
    private static final TenantId SECOND = new TenantId("second");
    private static final TenantId THIRD = new TenantId("third");

    private final TenantPermits permits = new TenantPermits(3, 2);

    @Test
    void aTenantWithAllItsTurnsLeavesOthersTheirs() {
        assertThat(permits.take(FIRST)).isPresent();
        assertThat(permits.take(FIRST)).isPresent();

        assertThat(permits.take(FIRST)).isEmpty();
        assertThat(permits.take(SECOND)).isPresent();
        assertThat(permits.take(THIRD)).isEmpty();
    }

    @Test
    void turnsComeBackOnce() {
        TenantPermits.Permit permit = permits.take(FIRST).orElseThrow();
        assertThat(permits.take(FIRST)).isPresent();
        permit.close();
        permit.close();

        assertThat(permits.take(FIRST)).isPresent();
        assertThat(permits.take(FIRST)).isEmpty();
    }

    @Test
    void turnsComeBackAfterFailures() {
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(
                            () -> {
                                TenantPermits.Permit permit = permits.take(FIRST).orElseThrow();
                                try {
                                    throw new IllegalStateException("broken");
                                } finally {
                                    permit.close();
                                }
                            })
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("broken");
        }
        assertThat(permits.take(FIRST)).isPresent();
        assertThat(permits.take(FIRST)).isPresent();
    }
}
