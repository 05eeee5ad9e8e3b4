package io.cuvette.training.core.program;

/** Whether a job of a family comes with an input: its dataset, or the model it starts from. */
public enum InputNeed {
    REQUIRED,
    OPTIONAL,
    NONE;

    /** Whether a job with the input, or without it, is one of the family's. */
    public boolean accepts(boolean given) {
        return switch (this) {
            case REQUIRED -> given;
            case OPTIONAL -> true;
            case NONE -> !given;
        };
    }
}
