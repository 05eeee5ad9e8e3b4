/** The training loop and what a model supplies to it. */
package io.cuvette.training.core.loop;
