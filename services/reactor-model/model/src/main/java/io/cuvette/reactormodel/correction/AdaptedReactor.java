package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;

/** The model of one reactor: balances with estimated parameters and a correction of them. */
public final class AdaptedReactor implements ReactorModel {
    /** Reactors drawn from the estimate where left-out runs do not set a band. */
    public static final int DRAWS = 64;

    private static final long SEED = 20240517;

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

    @Override
    public DeclaredReactor declared() {
        return declared;
    }

    /** Absent when nothing was unknown or nothing measured. */
    @Override
    public Optional<Estimate> estimate() {
        return estimate;
    }

    OutputScale scale() {
        return scale;
    }

    Correction correction() {
        return correction;
    }

    /** Share of the correction that is applied. */
    double share() {
        return share;
    }

    public HeldOut heldOut() {
        return heldOut;
    }

    @Override
    public double[] outputDeviations() {
        return scale.deviation().clone();
    }

    @Override
    public List<double[][]> predict(List<Run> runs, List<double[]> timesH) {
        List<double[][]> balances = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            balances.add(base.at(runs.get(i), timesH.get(i)));
        }
        List<double[][]> corrections = correction.at(runs, timesH, balances);
        List<double[][]> results = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            results.add(sum(balances.get(i), corrections.get(i)));
        }
        return results;
    }

    /** All nodes by the balances alone, with parameters as estimated. */
    public Trajectory balances(Run run, double[] timesH) {
        return base.trajectory(run, timesH);
    }

    /**
     * Windows of many runs at once, from which others can go on; exactly enough for derivatives by
     * differences.
     *
     * @param timesH of every run, above 0 and increasing
     * @throws io.cuvette.reactormodel.simulation.SimulationException when a run cannot be followed
     */
    public List<Window> follow(List<Run> runs, double[] timesH) {
        List<double[][]> corrections =
                correction.at(runs, Collections.nCopies(runs.size(), timesH));
        List<Window> windows = new ArrayList<>();
        int last = timesH.length - 1;
        for (int i = 0; i < runs.size(); i++) {
            Trajectory balances = base.tightly(runs.get(i), timesH);
            double[][] y = sum(base.measured(balances), corrections.get(i));
            InitialState end =
                    reactor() instanceof PlugFlowReactor
                            ? balances.stateAt(last)
                            : InitialState.of(y[0][last], y[1][last]);
            windows.add(new Window(balances, y[0], y[1], end));
        }
        return windows;
    }

    @Override
    public Followed follow(Run run, double[] timesH) {
        Window window = follow(List.of(run), timesH).get(0);
        return new Followed(window.concentrationsKmolPerM3(), window.temperaturesK(), window.end());
    }

    private double[][] sum(double[][] balance, double[][] more) {
        for (int t = 0; t < balance[0].length; t++) {
            balance[0][t] = Math.max(0, balance[0][t] + share * more[0][t]);
            balance[1][t] += share * more[1][t];
        }
        return balance;
    }

    @Override
    public ConformalBands bands() {
        return heldOut.bands();
    }

    /** What parameters drawn from their estimate, and noise, leave open at each time. */
    @Override
    public List<double[][]> uncalibrated(List<Run> runs, List<double[]> timesH, double level) {
        List<double[][]> widths = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            widths.add(uncalibrated(runs.get(i), timesH.get(i), level));
        }
        return widths;
    }

    private double[][] uncalibrated(Run run, double[] timesH, double level) {
        double[][] spread =
                estimate.map(found -> ofDraws(found, run, timesH))
                        .orElse(new double[2][timesH.length]);
        double[] noise = noise();
        double quantile = new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
        for (int channel = 0; channel < 2; channel++) {
            for (int t = 0; t < timesH.length; t++) {
                double variance = spread[channel][t] + noise[channel] * noise[channel];
                spread[channel][t] = quantile * Math.sqrt(variance);
            }
        }
        return spread;
    }

    /**
     * Deviation of measured values from the balances, kmol/m3 and K: of the estimate; where nothing
     * was unknown, what the runs left; without any, what outputs vary by.
     */
    private double[] noise() {
        if (estimate.isPresent()) {
            return estimate.get().noise();
        }
        double[] noise = heldOut.bands().unit().clone();
        for (int channel = 0; channel < 2; channel++) {
            noise[channel] = noise[channel] > 0 ? noise[channel] : scale.deviation()[channel];
        }
        return noise;
    }

    /** Mean squared distances of what may be from what is estimated, {@code [2][times]}. */
    private double[][] ofDraws(Estimate found, Run run, double[] timesH) {
        double[][] centre = base.at(run, timesH);
        double[][] squares = new double[2][timesH.length];
        int followed = 0;
        for (Reactor possible : found.draws(DRAWS, SEED)) {
            try {
                double[][] y = new Base(possible, base.measured()).at(run, timesH);
                followed++;
                for (int channel = 0; channel < 2; channel++) {
                    for (int t = 0; t < timesH.length; t++) {
                        double off = y[channel][t] - centre[channel][t];
                        squares[channel][t] += off * off;
                    }
                }
            } catch (SimulationException e) {
                // possible by the numbers and impossible to follow: it says nothing
            }
        }
        for (int channel = 0; channel < 2; channel++) {
            double outputs = scale.deviation()[channel];
            for (int t = 0; t < timesH.length; t++) {
                // where none is followed, all that is known is what outputs vary by
                squares[channel][t] =
                        followed == 0 ? outputs * outputs : squares[channel][t] / followed;
            }
        }
        return squares;
    }
}
