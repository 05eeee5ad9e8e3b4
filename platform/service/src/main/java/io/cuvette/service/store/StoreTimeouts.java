package io.cuvette.service.store;

import java.time.Duration;

/**
 * How long the store may take.
 *
 * @param connect to open a connection
 * @param idle between two pieces of a running transfer
 * @param call for one whole attempt, apart from reading an opened stream
 * @param attempts of a call in all, from 1 to 10
 * @param backoff before the second attempt; doubles each time, with jitter
 */
public record StoreTimeouts(
        Duration connect, Duration idle, Duration call, int attempts, Duration backoff) {

    static final int MAXIMUM_ATTEMPTS = 10;

    /** For a store in the same machine room. */
    public static final StoreTimeouts DEFAULT =
            new StoreTimeouts(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    4,
                    Duration.ofMillis(200));

    public StoreTimeouts {
        requirePositive("connect", connect);
        requirePositive("idle", idle);
        requirePositive("call", call);
        requirePositive("backoff", backoff);
        if (attempts < 1 || attempts > MAXIMUM_ATTEMPTS) {
            throw new IllegalArgumentException(
                    "attempts %d is outside 1..%d".formatted(attempts, MAXIMUM_ATTEMPTS));
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("%s must be longer than 0".formatted(name));
        }
    }
}
