/** Meta-training as a job of the training service. */
package io.cuvette.reactormodel.program;
