/** How many batches make a step, which batches are trained on, and batches of ragged rows. */
package io.cuvette.training.core.batching;
