package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** A request in a batcher: its place for the answer, and what holds its model loaded. */
final class Member implements PendingAnswer {

    private static final Logger LOG = Logger.getLogger(Member.class);

    private final RequestBatcher batcher;
    private final InferenceRequest request;
    private final long enqueuedNanos;
    private final long deadlineNanos;
    private final Runnable release;
    private final AtomicBoolean released = new AtomicBoolean();
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /**
     * @param deadlineNanos on the scale of {@link System#nanoTime()}
     * @param release run once, when no computation can touch the model for this request any more
     */
    Member(
            RequestBatcher batcher,
            InferenceRequest request,
            long enqueuedNanos,
            long deadlineNanos,
            Runnable release) {
        this.batcher = batcher;
        this.request = request;
        this.enqueuedNanos = enqueuedNanos;
        this.deadlineNanos = deadlineNanos;
        this.release = release;
    }

    InferenceRequest request() {
        return request;
    }

    int rows() {
        return request.rows();
    }

    long enqueuedNanos() {
        return enqueuedNanos;
    }

    boolean isExpired(long nowNanos) {
        return nowNanos - deadlineNanos >= 0;
    }

    /** Ends the request; only the first outcome counts. */
    void finish(Outcome result) {
        releaseOnce();
        outcome.complete(result);
    }

    void finishLate() {
        finish(new Outcome.Refusal(timedOut()));
    }

    private void releaseOnce() {
        if (!released.compareAndSet(false, true)) {
            return;
        }
        try {
            release.run();
        } catch (RuntimeException e) {
            // the caller gets its answer all the same
            LOG.error("Releasing a model failed", e);
        }
    }

    @Override
    public Outcome.Answer await() {
        Outcome result;
        try {
            long left = Math.max(0, deadlineNanos - System.nanoTime());
            result = outcome.get(left, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            cancel();
            throw timedOut();
        } catch (InterruptedException e) {
            cancel();
            Thread.currentThread().interrupt();
            throw InferenceException.unavailable("the service is stopping");
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is a value, never an exception", e);
        }
        if (result instanceof Outcome.Refusal refusal) {
            throw refusal.cause();
        }
        return (Outcome.Answer) result;
    }

    @Override
    public void cancel() {
        if (batcher.remove(this)) {
            finish(new Outcome.Refusal(InferenceException.unavailable("the caller is gone")));
        }
    }

    private static InferenceException timedOut() {
        return new InferenceException(
                Reason.TIMED_OUT, "no answer before the deadline; try again, or send fewer rows");
    }
}
