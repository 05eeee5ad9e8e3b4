package io.cuvette.training.core.mixing;

/**
 * What a mixing method is made by: one that steers a run in rounds, or one that learns from short
 * runs beforehand.
 */
public sealed interface MixingPlan permits MixtureFactory, RegressionFactory {}
