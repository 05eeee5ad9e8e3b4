package io.cuvette.training.app.worker;

import io.cuvette.service.store.StoreUnavailableException;
import io.cuvette.training.core.program.AttemptOverException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats calls over the network through an outage.
 *
 * @param budget time after the first failure in which the call must succeed
 */
record Retry(Duration budget) {

    private static final Logger LOG = LoggerFactory.getLogger(Retry.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** A call that may fail for a while. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws IOException, InterruptedException;
    }

    /**
     * @param what said in the log
     * @throws AttemptOverException at once
     * @throws IOException the last failure when the budget is spent
     */
    <T> T call(String what, Call<T> call) throws IOException, InterruptedException {
        long deadline = 0;
        Duration pause = FIRST_PAUSE;
        while (true) {
            try {
                return call.run();
            } catch (AttemptOverException e) {
                throw e;
            } catch (IOException | StoreUnavailableException e) {
                long now = System.nanoTime();
                if (deadline == 0) {
                    deadline = now + budget.toNanos();
                    LOG.warn("{} failed, retrying for up to {}: {}", what, budget, e.toString());
                }
                if (now + pause.toNanos() - deadline > 0) {
                    throw new IOException(what + " failed for " + budget, e);
                }
                Thread.sleep(pause.toMillis());
                Duration doubled = pause.multipliedBy(2);
                pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            }
        }
    }
}
