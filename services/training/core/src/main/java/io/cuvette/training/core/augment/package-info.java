/** Changes of training samples, and what a loss makes of them. */
package io.cuvette.training.core.augment;
