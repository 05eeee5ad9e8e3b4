/** Averages of weights: over the steps of a run, over its epochs, and over runs. */
package io.cuvette.training.core.averaging;
