package io.cuvette.training.core.schedule;

/** A problem in plain Java that a {@link PlainRun} trains on. */
interface PlainTask {

    double[] start();

    /** Mean loss over rows of the stream from a place on, and its gradient. */
    double loss(double[] weights, long first, int rows, double[] gradient);

    /** Mean loss over held-out rows with their noisy labels. */
    double validation(double[] weights);

    /** How far the loss is above the lowest possible, without the noise of labels. */
    double excess(double[] weights);
}
