/** The training core shared by all families: tensors, optimizers, the loop and checkpoints. */
package io.cuvette.training.core;
