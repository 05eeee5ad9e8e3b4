/**
 * What a reactor does beyond its balances: a learned correction of simulated trajectories, chosen
 * by held-out runs and left out where it does not help.
 */
package io.cuvette.reactormodel.correction;
