/** Optimizers whose whole state goes into a checkpoint. */
package io.cuvette.training.core.optimizer;
