package io.cuvette.training.core.schedule;

/** How a rate falls at the end of a run: the share that is left after a share of the decay. */
public enum Decay {
    /** {@code 1 - x}. */
    LINEAR,
    /** {@code (1 + cos(pi x)) / 2}. */
    COSINE,
    /** {@code 1 - sqrt(x)}: steep at first (Hägele et al., 2024). */
    ROOT;

    /**
     * @param x share of the decay that is over, 0 to 1
     */
    double left(double x) {
        return switch (this) {
            case LINEAR -> 1 - x;
            // StrictMath: the same bits on every platform
            case COSINE -> (1 + StrictMath.cos(Math.PI * x)) / 2;
            case ROOT -> 1 - StrictMath.sqrt(x);
        };
    }
}
