package io.cuvette.training.core.program;

/** The run stopped because it was asked to, with its state in a checkpoint. */
public final class TrainingStoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TrainingStoppedException() {
        super("training stopped on request");
    }
}
