package io.cuvette.service.answer;

/** What an answer keeps, a model and a turn for two, until it is sent or nobody waits for it. */
public final class AnswerHold implements AutoCloseable {

    private final Runnable release;
    private volatile boolean abandoned;
    private boolean used;
    private boolean closed;

    /**
     * @param release gives everything back; run once
     */
    public AnswerHold(Runnable release) {
        this.release = release;
    }

    /**
     * Begins the use by a thread that will close it.
     *
     * @return false when it is closed already
     */
    public synchronized boolean begin() {
        used |= !closed;
        return !closed;
    }

    /** Nobody waits any more: a thread that uses it is left to close it. */
    public synchronized void abandon() {
        abandoned = true;
        if (!used) {
            close();
        }
    }

    public boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            release.run();
        }
    }
}
