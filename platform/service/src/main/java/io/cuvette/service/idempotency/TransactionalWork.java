package io.cuvette.service.idempotency;

/** Work that runs inside the transaction in which its key is recorded. */
@FunctionalInterface
public interface TransactionalWork {

    /**
     * Writes to the database and says what to answer. No network calls: locks are held. What it
     * throws rolls everything back, the key included.
     */
    Answer run();
}
