package io.cuvette.reactormodel.app.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Work of one thread that others may stop: by an interrupt while it runs, and never after. */
final class StoppableWork {

    /** Why it was stopped. */
    enum Reason {
        /** It was deleted, or another process has it. */
        LOST,
        /** It took longer than is allowed. */
        TOO_LONG,
        /** The process ends. */
        SHUTDOWN
    }

    /** What was made is of no use, if anything was. */
    static final class WorkStoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        WorkStoppedException(Reason reason, Throwable cause) {
            super("the work was stopped: " + reason, cause);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private Optional<Reason> reason = Optional.empty();
    private Optional<Thread> worker = Optional.empty();
    private boolean ended;

    /**
     * Only the first reason counts.
     *
     * @return whether nothing comes of the work for this reason: false when it was stopped before,
     *     and when it has ended, so that something is being made of it
     */
    synchronized boolean stop(Reason why) {
        if (ended || reason.isPresent()) {
            return false;
        }
        reason = Optional.of(why);
        worker.ifPresent(Thread::interrupt);
        return true;
    }

    /** {@link #run(Supplier)} of work that is stopped as too long when the time is over. */
    <T> T run(ScheduledExecutorService clock, Duration longest, Supplier<T> work) {
        Future<?> limit =
                clock.schedule(
                        () -> stop(Reason.TOO_LONG), longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return run(work);
        } finally {
            limit.cancel(false);
        }
    }

    /**
     * Works in this thread.
     *
     * @throws WorkStoppedException if it was stopped, whatever the work made of it
     */
    <T> T run(Supplier<T> work) {
        begin();
        RuntimeException failure = null;
        T made = null;
        try {
            made = work.get();
        } catch (RuntimeException e) {
            failure = e;
        } finally {
            end();
        }
        closeUnlessStopped(failure);
        if (failure != null) {
            throw failure;
        }
        return made;
    }

    private synchronized void begin() {
        requireWanted(null);
        worker = Optional.of(Thread.currentThread());
    }

    /** The thread is not this work's any more, and nobody meant it to stay interrupted. */
    private synchronized void end() {
        worker = Optional.empty();
        if (reason.isPresent()) {
            Thread.interrupted();
        }
    }

    /** From here on it is too late to stop it. */
    private synchronized void closeUnlessStopped(RuntimeException failure) {
        requireWanted(failure);
        ended = true;
    }

    private synchronized void requireWanted(Throwable cause) {
        if (reason.isPresent()) {
            throw new WorkStoppedException(reason.get(), cause);
        }
    }
}
