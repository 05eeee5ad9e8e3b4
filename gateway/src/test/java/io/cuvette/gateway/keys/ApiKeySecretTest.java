package io.cuvette.gateway.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ApiKeySecretTest {
    @Test
    void aPresentedKeyMatchesItsOwnDigestOnly() {
        ApiKeySecret made = ApiKeySecret.generate();
        ApiKeySecret presented = ApiKeySecret.parse(made.reveal()).orElseThrow();

        assertThat(presented.matches(made.digest())).isTrue();
        assertThat(presented.prefix()).isEqualTo(made.prefix()).hasSize(12);
        assertThat(presented.matches(ApiKeySecret.generate().digest())).isFalse();
    }

    @Test
    void digestIsSha256OfTheText() {
        String text = "cvt_0123456789ab_" + "A".repeat(43);

        // printf %s cvt_0123456789ab_AAAA...A | sha256sum
        assertThat(ApiKeySecret.parse(text).orElseThrow().digest()).isEqualTo(SHA256_OF_SAMPLE);
    }

    @Test
    void doesNotPrintTheSecret() {
        ApiKeySecret made = ApiKeySecret.generate();

        assertThat(made.toString()).isEqualTo("cvt_" + made.prefix() + "_…");
    }

    @Test
    void idsSortByTime() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");
        String first = Ulid.next(Clock.fixed(now, ZoneOffset.UTC));
        String second = Ulid.next(Clock.fixed(now.plus(Duration.ofMillis(1)), ZoneOffset.UTC));

        assertThat(first).matches("[0-7][0-9a-hjkmnp-tv-z]{25}").isLessThan(second);
    }

    private static final String SHA256_OF_SAMPLE =
            "af2e99feab1976bacc35d4dfb62b206b4fa262a98b991d3cd1d761ddd0cc29d3";
}
