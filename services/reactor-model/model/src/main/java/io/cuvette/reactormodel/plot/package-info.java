/** Figures of reactors' trajectories: pictures, and plain records for interactive pages. */
package io.cuvette.reactormodel.plot;
