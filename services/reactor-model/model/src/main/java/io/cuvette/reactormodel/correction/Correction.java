package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.Run;
import java.util.List;

/** What is added to trajectories of the balances. A run's is the same whatever others are asked. */
sealed interface Correction permits NoCorrection, LinearCorrection, NetworkCorrection {

    /**
     * @param runs whose trajectories are wanted
     * @param timesH for each run; beyond the window the correction stays as at its end
     * @return run by run {@code [2][times]}: kmol/m3 and K
     */
    default List<double[][]> at(List<Run> runs, List<double[]> timesH) {
        return at(runs, timesH, List.of());
    }

    /**
     * The same, where the balances were followed already.
     *
     * @param balancesThen at the times of each run {@code [2][times]}, or empty when they are not
     *     at hand
     */
    List<double[][]> at(List<Run> runs, List<double[]> timesH, List<double[][]> balancesThen);
}
