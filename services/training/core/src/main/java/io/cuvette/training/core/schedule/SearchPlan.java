package io.cuvette.training.core.schedule;

/**
 * How a run is cut into stages: each as long as the one before or twice as long, and all of them
 * with their trials fill the run.
 *
 * @param stages at least 1
 * @param doublings stages that are twice as long as the one before
 * @param candidates rates tried a stage
 * @param trialShare steps of a trial as a share of the stage's
 * @param unit steps of the first stage
 */
record SearchPlan(int stages, int doublings, int candidates, double trialShare, double unit) {

    /** A curve of three numbers needs more losses than that. */
    static final int SHORTEST_TRIAL = 5;

    static SearchPlan of(AutoLrs.Settings settings, long totalSteps) {
        double units = 0;
        for (int stage = 0; stage < settings.stages(); stage++) {
            units += StrictMath.pow(2, Math.min(stage, settings.doublings()));
        }
        double each = 1 + settings.candidates() * settings.trialShare();
        SearchPlan plan =
                new SearchPlan(
                        settings.stages(),
                        settings.doublings(),
                        settings.candidates(),
                        settings.trialShare(),
                        totalSteps / (units * each));
        if (plan.trialSteps(0) < SHORTEST_TRIAL) {
            throw new IllegalArgumentException(
                    "autolrs gives a trial of its first stage %d of %d steps and needs %d; allow"
                                    .formatted(plan.trialSteps(0), totalSteps, SHORTEST_TRIAL)
                            + " fewer stages or doublings, a larger trialShare or more steps");
        }
        return plan;
    }

    /** Steps of a stage at its best rate. */
    long stageSteps(int stage) {
        return (long) (unit * StrictMath.pow(2, Math.min(stage, doublings)));
    }

    /** Steps of each trial before it. */
    int trialSteps(int stage) {
        return (int) (trialShare * stageSteps(stage));
    }
}
