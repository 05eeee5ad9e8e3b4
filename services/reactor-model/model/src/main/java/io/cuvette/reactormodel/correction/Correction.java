package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.Run;
import java.util.List;

/** What is added to trajectories of the balances. */
sealed interface Correction permits NoCorrection, LinearCorrection, NetworkCorrection {

    /**
     * @param runs whose trajectories are wanted
     * @param timesH for each run; beyond the window the correction stays as at its end
     * @return run by run {@code [2][times]}: kmol/m3 and K
     */
    List<double[][]> at(List<Run> runs, List<double[]> timesH);
}
