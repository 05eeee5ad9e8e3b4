package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model of one reactor: balances with estimated parameters and a correction of them. */
public final class AdaptedReactor {
    private final DeclaredReactor declared;
    private final Optional<Estimate> estimate;
    private final Base base;
    private final OutputScale scale;
    private final Correction correction;
    private final double share;
    private final HeldOut heldOut;

    AdaptedReactor(
            DeclaredReactor declared,
            Optional<Estimate> estimate,
            Base base,
            OutputScale scale,
            Correction correction,
            double share,
            HeldOut heldOut) {
        this.declared = declared;
        this.estimate = estimate;
        this.base = base;
        this.scale = scale;
        this.correction = correction;
        this.share = share;
        this.heldOut = heldOut;
    }

    public DeclaredReactor declared() {
        return declared;
    }

    /** Absent when nothing was unknown or nothing measured. */
    public Optional<Estimate> estimate() {
        return estimate;
    }

    /** With parameters as estimated. */
    public Reactor reactor() {
        return base.reactor();
    }

    public HeldOut heldOut() {
        return heldOut;
    }

    /** Standard deviations of concentration (kmol/m3) and temperature (K) over the region. */
    public double[] outputDeviations() {
        return scale.deviation().clone();
    }

    /**
     * Trajectories.
     *
     * @param timesH of each run, above 0 and increasing
     * @return run by run {@code [2][times]}: concentrations in kmol/m3, never below 0, and
     *     temperatures in K
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run cannot be followed
     */
    public List<double[][]> predict(List<Run> runs, List<double[]> timesH) {
        List<double[][]> results = new ArrayList<>();
        List<double[][]> corrections = correction.at(runs, timesH);
        for (int i = 0; i < runs.size(); i++) {
            double[][] y = base.at(runs.get(i), timesH.get(i));
            double[][] more = corrections.get(i);
            for (int t = 0; t < y[0].length; t++) {
                y[0][t] = Math.max(0, y[0][t] + share * more[0][t]);
                y[1][t] += share * more[1][t];
            }
            results.add(y);
        }
        return results;
    }
}
