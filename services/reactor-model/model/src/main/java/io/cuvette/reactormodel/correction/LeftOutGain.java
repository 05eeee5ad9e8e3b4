package io.cuvette.reactormodel.correction;

import java.util.Arrays;

/** Whether errors of runs that were left out speak for an addition to a model, or may be chance. */
public final class LeftOutGain {

    /** An addition has to take this much off the mean error, and help in most runs. */
    private static final double LEAST_GAIN = 0.2;

    private static final double LEAST_HELPED = 0.6;

    /**
     * A run says nothing whose errors are both a smaller share of the mean without the addition.
     */
    private static final double LEAST_SAYING = 1e-4;

    /** A single run may be an accident. */
    private static final int LEAST_RUNS_SAYING = 2;

    private LeftOutGain() {}

    /**
     * @param with errors of each run with the addition
     * @param without errors of the same runs without it
     */
    public static boolean convinces(double[] with, double[] without) {
        double least = LEAST_SAYING * mean(without);
        int helped = 0;
        int saying = 0;
        for (int i = 0; i < without.length; i++) {
            if (Math.max(with[i], without[i]) >= least) {
                saying++;
                helped += with[i] < without[i] ? 1 : 0;
            }
        }
        return isClear(mean(with), mean(without))
                && saying >= LEAST_RUNS_SAYING
                && helped >= LEAST_HELPED * saying;
    }

    /** Of mean errors alone. */
    public static boolean isClear(double with, double without) {
        return with < (1 - LEAST_GAIN) * without;
    }

    public static double mean(double[] errors) {
        return Arrays.stream(errors).average().orElseThrow();
    }
}
