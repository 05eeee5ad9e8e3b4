/** Runs of reactors: what is put in, the integrators, and what comes out. */
package io.cuvette.reactormodel.simulation;
