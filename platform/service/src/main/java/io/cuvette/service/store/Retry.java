package io.cuvette.service.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Repeats calls that failed for a passing reason, a bounded number of times.
 *
 * @see <a
 *     href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">exponential
 *     backoff and jitter</a>
 */
final class Retry {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final int attempts;
    private final Duration backoff;

    Retry(int attempts, Duration backoff) {
        this.attempts = attempts;
        this.backoff = backoff;
    }

    /** What one attempt does. */
    @FunctionalInterface
    interface Attempt<T> {
        /**
         * @param uncertain whether an earlier attempt failed without an answer, so that the store
         *     may have done its work already
         * @throws StoreUnavailableException to be tried again
         */
        T run(boolean uncertain);
    }

    <T> T call(Attempt<T> attempt) {
        for (int number = 1; ; number++) {
            try {
                return attempt.run(number > 1);
            } catch (StoreUnavailableException e) {
                if (number >= attempts) {
                    throw e;
                }
                pause(number, e);
            }
        }
    }

    private void pause(int number, StoreUnavailableException reason) {
        long ceiling =
                Math.min(LONGEST_PAUSE.toMillis(), backoff.toMillis() << Math.min(number - 1, 20));
        long millis = ThreadLocalRandom.current().nextLong(ceiling / 2, ceiling + 1);
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw reason;
        }
    }
}
