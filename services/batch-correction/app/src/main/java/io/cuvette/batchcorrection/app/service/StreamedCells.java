package io.cuvette.batchcorrection.app.service;

/**
 * A model's own cells on their way into an answer: rows are read as they are sent. Close it to let
 * the model and the turn go.
 */
public final class StreamedCells implements AutoCloseable {

    private final ModelLibrary.Loaded loaded;
    private final TenantPermits.Permit turn;
    private final CellTable table;
    private boolean used;
    private boolean closed;

    StreamedCells(ModelLibrary.Loaded loaded, TenantPermits.Permit turn, CellTable table) {
        this.loaded = loaded;
        this.turn = turn;
        this.table = table;
    }

    /** To be read after {@link #begin} and before {@link #close}. */
    public CellTable table() {
        return table;
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
        if (!used) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            turn.close();
            loaded.close();
        }
    }
}
