package io.cuvette.reactormodel.network;

/** Straight lines from the beginning of a window through the outputs at its equal steps. */
public final class StepLines {

    /** Times that differ from the window's end by rounding are its end. */
    private static final double ROUNDING = 1e-9;

    private StepLines() {}

    /**
     * Whether what is measured at a time tells of the steps: afterwards lines stay at the last one,
     * which trajectories do not.
     */
    public static boolean isWithin(double timeH, double windowH) {
        return timeH <= end(windowH);
    }

    /** The last time that is within a window. */
    public static double end(double windowH) {
        return windowH * (1 + ROUNDING);
    }

    /**
     * Adds the weights that the steps have in the value at some time; after the window that is the
     * last step's.
     *
     * @param share of the window that has passed, from 0
     * @param steps of the window; step i ends at {@code (i + 1) / steps}
     * @param into receives the weights of the steps
     * @param from place of the first step's weight
     * @return weight of the beginning
     */
    public static double add(double share, int steps, float[] into, int from) {
        double position = Math.min(1, share) * steps;
        int step = Math.min(steps - 1, (int) Math.floor(position));
        double passed = position - step;
        into[from + step] += (float) passed;
        if (step == 0) {
            return 1 - passed;
        }
        into[from + step - 1] += (float) (1 - passed);
        return 0;
    }
}
