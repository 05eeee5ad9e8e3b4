package io.cuvette.service.limit;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long a computation goes on while a caller waits for it. */
public final class Patience {

    private final Duration longest;
    private final long deadline;
    private final BooleanSupplier abandoned;
    private final String advice;

    /**
     * @param longest from now on
     * @param abandoned whether nobody waits any more
     * @param advice what to do when it takes longer, such as {@code choose fewer rows}
     */
    public Patience(Duration longest, BooleanSupplier abandoned, String advice) {
        this.longest = longest;
        this.advice = advice;
        this.deadline = System.nanoTime() + longest.toNanos();
        this.abandoned = abandoned;
    }

    /**
     * @throws ProblemException when the time is up or nobody waits any more
     */
    public void check() {
        if (abandoned.getAsBoolean()) {
            throw new ProblemException(ErrorCode.OVERLOADED, "Nobody waits for the answer.");
        }
        if (System.nanoTime() - deadline > 0) {
            throw new ProblemException(
                    ErrorCode.UNPROCESSABLE,
                    "This takes longer than %d s; %s.".formatted(longest.toSeconds(), advice));
        }
    }
}
