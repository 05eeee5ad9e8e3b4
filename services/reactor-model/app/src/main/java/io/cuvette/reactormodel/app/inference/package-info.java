/** Adapted reactors as the Open Inference Protocol sees them. */
package io.cuvette.reactormodel.app.inference;
