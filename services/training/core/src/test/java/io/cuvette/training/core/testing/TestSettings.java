package io.cuvette.training.core.testing;

import io.cuvette.training.core.program.Settings;

/**
 * Settings of {@link TestAutoencoderProgram}.
 *
 * @param stepMillis pause in each step, so that a test can interfere
 * @param allocateMegabytes heap to hold while training
 * @param fault what goes wrong at faultStep
 * @param faultStep loop step at which it goes wrong; below 0 for never
 * @param faultOnce only in an attempt that started without a checkpoint
 */
public record TestSettings(
        int epochs,
        int batchSize,
        int hiddenUnits,
        int latentUnits,
        double learningRate,
        double dropout,
        int checkpointSteps,
        int stepMillis,
        int allocateMegabytes,
        Fault fault,
        int faultStep,
        boolean faultOnce) {

    /** What can be made to go wrong. */
    public enum Fault {
        /** Says that training cannot succeed. */
        FAILURE,
        /** An exception nobody expects. */
        EXCEPTION,
        /** Ends the process at once, without any clean-up, with exit code 137. */
        HALT,
        /** Fills the heap. */
        OUT_OF_MEMORY,
        /** Makes the loss NaN. */
        NON_FINITE
    }

    static TestSettings read(Settings settings) {
        return new TestSettings(
                settings.integer("epochs", 5, 1, 10_000),
                settings.integer("batchSize", 16, 2, 4096),
                settings.integer("hiddenUnits", 16, 1, 1024),
                settings.integer("latentUnits", 4, 1, 256),
                settings.real("learningRate", 1e-3, 1e-8, 1),
                settings.real("dropout", 0.2, 0, 0.9),
                settings.integer("checkpointSteps", 10, 1, 1_000_000),
                settings.integer("stepMillis", 0, 0, 60_000),
                settings.integer("allocateMegabytes", 0, 0, 1 << 20),
                settings.choice("fault", Fault.FAILURE),
                settings.integer("faultStep", -1, -1, Integer.MAX_VALUE),
                settings.flag("faultOnce", true));
    }
}
