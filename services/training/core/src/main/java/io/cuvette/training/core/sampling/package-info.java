/** Which rows make a batch, and how they become tensors. */
package io.cuvette.training.core.sampling;
