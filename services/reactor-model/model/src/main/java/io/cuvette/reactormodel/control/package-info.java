/** Inputs for the next while that bring a reactor where it is wanted: model predictive control. */
package io.cuvette.reactormodel.control;
