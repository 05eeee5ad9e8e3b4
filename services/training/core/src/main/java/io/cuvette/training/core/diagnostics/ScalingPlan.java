package io.cuvette.training.core.diagnostics;

import java.util.OptionalDouble;

/**
 * What is suggested for a run of a size and number of samples.
 *
 * @param batch critical batch size at the loss that is predicted
 * @param loss predicted with this batch
 * @param steps of the run
 * @param rate suggested learning rate, if the fitted runs had rates
 */
public record ScalingPlan(double batch, double loss, double steps, OptionalDouble rate) {}
