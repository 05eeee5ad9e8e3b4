package io.cuvette.training.core.sampling;

/**
 * What a sampling method is made by: one that draws the rows of a batch, or one that chooses among
 * the samples of a batch after the model has seen them.
 */
public sealed interface SamplingPlan permits RowSamplerFactory, SelectionFactory {}
