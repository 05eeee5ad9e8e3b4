package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.Figures;

/** Judges predictions for held-out samples; keeps nothing, so a job may use several. */
public interface UncertaintyMethod {

    /**
     * Fits what it has to fit on the calibration half and measures it on the test half.
     *
     * @throws IllegalArgumentException that says what is missing, if the predictions are of a kind
     *     or number that the method cannot use
     */
    Figures assess(HeldOutPredictions predictions);
}
