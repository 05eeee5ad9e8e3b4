package io.cuvette.service.inference;

/**
 * A loaded model that stays loaded until the lease is closed. Closing twice does nothing.
 *
 * <p>Usually made of a cache lease: {@code InferenceLease.of(lease.value(), lease::close)}.
 */
public interface InferenceLease extends AutoCloseable {

    InferenceModel model();

    @Override
    void close();

    /** A lease of {@code model} that runs {@code release} at each close. */
    static InferenceLease of(InferenceModel model, Runnable release) {
        return new InferenceLease() {
            @Override
            public InferenceModel model() {
                return model;
            }

            @Override
            public void close() {
                release.run();
            }
        };
    }
}
