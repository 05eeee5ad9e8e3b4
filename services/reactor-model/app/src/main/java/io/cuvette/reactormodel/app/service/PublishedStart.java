package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.program.PretrainedModel;

/** Meta-trained weights as a version of a model holds them, in memory. */
public record PublishedStart(PretrainedModel weights, long sizeBytes) implements AutoCloseable {

    /** Plain numbers on the heap hold nothing that must be given back. */
    @Override
    public void close() {
        // nothing to do
    }
}
