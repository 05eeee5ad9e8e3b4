/** Which rows make a batch, which of them count how much, and how they become tensors. */
package io.cuvette.training.core.sampling;
