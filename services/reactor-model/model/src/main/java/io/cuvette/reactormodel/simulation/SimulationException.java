package io.cuvette.reactormodel.simulation;

/** A run that could not be followed to its end. */
public final class SimulationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** More steps than allowed. */
        STEP_LIMIT,
        /** The wanted accuracy asks for steps below what doubles can tell apart. */
        STEP_TOO_SMALL,
        /** Temperature or concentration left the range of any reactor. */
        RUNAWAY,
        /** A state or rate that is not a number. */
        NON_FINITE,
        /** The run's inputs ask less than nothing of this reactor, by its parameters. */
        UNPHYSICAL_INPUT
    }

    private final Reason reason;
    private final double timeH;

    public SimulationException(Reason reason, double timeH, String what) {
        super("The simulation stopped after " + timeH + " h: " + what);
        this.reason = reason;
        this.timeH = timeH;
    }

    public SimulationException(Reason reason, double timeH, String what, Throwable cause) {
        super("The simulation stopped after " + timeH + " h: " + what, cause);
        this.reason = reason;
        this.timeH = timeH;
    }

    public Reason reason() {
        return reason;
    }

    /** How far the run came. */
    public double timeH() {
        return timeH;
    }
}
