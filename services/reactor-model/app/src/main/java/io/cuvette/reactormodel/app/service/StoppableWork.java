package io.cuvette.reactormodel.app.service;

import java.util.Optional;
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

    /** Only the first reason counts. */
    synchronized void stop(Reason why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
            worker.ifPresent(Thread::interrupt);
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
        requireWanted(failure);
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

    private synchronized void requireWanted(Throwable cause) {
        if (reason.isPresent()) {
            throw new WorkStoppedException(reason.get(), cause);
        }
    }
}
