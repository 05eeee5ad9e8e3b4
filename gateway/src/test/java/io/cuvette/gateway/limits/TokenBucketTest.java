package io.cuvette.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void allowsTheBurstThenTheRate() {
        TokenBucket bucket = new TokenBucket(2, 3, 0);

        for (int i = 0; i < 3; i++) {
            assertThat(bucket.take(0)).isZero();
        }
        assertThat(bucket.take(0)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.take(SECOND / 2)).isZero();
        assertThat(bucket.take(SECOND / 2)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void holdsNoMoreThanTheBurst() {
        TokenBucket bucket = new TokenBucket(10, 2, 0);
        long muchLater = 1000 * SECOND;

        assertThat(bucket.take(muchLater)).isZero();
        assertThat(bucket.take(muchLater)).isZero();
        assertThat(bucket.take(muchLater)).isPositive();
    }

    @Test
    void aClockReadLateGivesNothingTwice() {
        TokenBucket bucket = new TokenBucket(1, 1, 0);

        assertThat(bucket.take(5 * SECOND)).isZero();
        assertThat(bucket.take(4 * SECOND)).isEqualTo(Duration.ofSeconds(1));
        assertThat(bucket.take(5 * SECOND)).isEqualTo(Duration.ofSeconds(1));
    }
}
