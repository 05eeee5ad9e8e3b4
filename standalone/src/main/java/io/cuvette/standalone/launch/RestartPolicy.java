package io.cuvette.standalone.launch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How soon, and how often, a dead service is started again. */
final class RestartPolicy {
    private final Duration first;
    private final Duration longest;
    private final int most;
    private final Duration window;
    private final Deque<Instant> deaths = new ArrayDeque<>();

    /**
     * Waits {@code first} after the first death within {@code window}, twice as long after each
     * further one up to {@code longest}, and gives up after {@code most}.
     */
    RestartPolicy(Duration first, Duration longest, int most, Duration window) {
        this.first = first;
        this.longest = longest;
        this.most = most;
        this.window = window;
    }

    /** What the launcher uses. */
    static RestartPolicy standard() {
        return new RestartPolicy(
                Duration.ofSeconds(1), Duration.ofSeconds(30), 6, Duration.ofMinutes(10));
    }

    /**
     * Notes a death.
     *
     * @return how long to wait; empty to give up
     */
    synchronized Optional<Duration> died(Instant now) {
        deaths.addLast(now);
        while (deaths.peekFirst().isBefore(now.minus(window))) {
            deaths.removeFirst();
        }
        if (deaths.size() > most) {
            return Optional.empty();
        }
        Duration wait = first.multipliedBy(1L << (deaths.size() - 1));
        return Optional.of(wait.compareTo(longest) < 0 ? wait : longest);
    }
}
