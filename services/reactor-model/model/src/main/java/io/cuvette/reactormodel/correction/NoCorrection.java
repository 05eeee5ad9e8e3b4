package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.simulation.Run;
import java.util.List;

/** The balances as they are. */
record NoCorrection() implements Correction {

    @Override
    public List<double[][]> at(
            List<Run> runs, List<double[]> timesH, List<double[][]> balancesThen) {
        return timesH.stream().map(times -> new double[2][times.length]).toList();
    }
}
