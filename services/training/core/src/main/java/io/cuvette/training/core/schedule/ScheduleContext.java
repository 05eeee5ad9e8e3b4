package io.cuvette.training.core.schedule;

/**
 * What a schedule is made for; its settings are shares of this.
 *
 * @param learningRate base rate of the job, above 0 and at most 100
 * @param totalSteps optimizer steps of the whole run, at least 1
 * @param batchSize rows of a step, at least 1
 */
public record ScheduleContext(double learningRate, long totalSteps, int batchSize) {
    public ScheduleContext {
        Rates.require("learningRate", learningRate);
        if (totalSteps < 1) {
            throw new IllegalArgumentException(
                    "totalSteps is %d; a run has at least one".formatted(totalSteps));
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize is %d; a batch has at least one row".formatted(batchSize));
        }
    }
}
