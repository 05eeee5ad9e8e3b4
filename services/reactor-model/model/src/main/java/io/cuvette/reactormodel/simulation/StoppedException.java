package io.cuvette.reactormodel.simulation;

/**
 * Long work ended because its thread was interrupted: nobody wants the result any more. The thread
 * stays interrupted; whoever interrupted it knows why.
 */
public class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private StoppedException() {
        super("the work was stopped");
    }

    /**
     * Asked before each simulation and each step of training, which take milliseconds.
     *
     * @throws StoppedException if this thread is interrupted
     */
    public static void ifInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new StoppedException();
        }
    }
}
