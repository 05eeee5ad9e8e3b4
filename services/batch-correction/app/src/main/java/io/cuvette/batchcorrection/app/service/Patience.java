package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** How long a computation goes on while a caller waits for it. */
final class Patience {

    private final Duration longest;
    private final long deadline;
    private final BooleanSupplier abandoned;

    Patience(Duration longest, BooleanSupplier abandoned) {
        this.longest = longest;
        this.deadline = System.nanoTime() + longest.toNanos();
        this.abandoned = abandoned;
    }

    /**
     * @throws ProblemException when the time is up or nobody waits any more
     */
    void check() {
        if (abandoned.getAsBoolean()) {
            throw new ProblemException(ErrorCode.OVERLOADED, "Nobody waits for the answer.");
        }
        if (System.nanoTime() - deadline > 0) {
            throw new ProblemException(
                    ErrorCode.UNPROCESSABLE,
                    "This takes longer than %d s; choose fewer rows, batches or genes."
                            .formatted(longest.toSeconds()));
        }
    }
}
