package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether kinetics and order that are declared as known hold: the fit as declared beside fits that
 * take them as unknown, by runs that are left out of either. A dozen runs say it.
 *
 * @param by the runs that it was judged by
 * @param asDeclared fitted with what is declared as known
 * @param best the same, or what predicts the runs clearly better
 */
record Judgement(List<ObservedRun> by, Fitted asDeclared, Fitted best) {
    private static final int MOST_RUNS = 12;

    /**
     * Mean squared error of held-out runs, of the outputs' variance: a hundredth of a deviation.
     */
    private static final double LEAST_TO_DOUBT = 1e-4;

    /** What a constant leaves of the outputs' variance; what leaves more is no description. */
    private static final double OF_A_CONSTANT = 1;

    /** Of such an error: what describes the runs leaves less of them. */
    private static final double DESCRIBES = 0.01;

    /**
     * @param runs at least {@link Fitted#LEAST_RUNS}
     * @throws SimulationException when the declared reactor cannot be followed through the runs
     */
    static Judgement of(DeclaredReactor declared, List<ObservedRun> runs) {
        int count = Math.min(MOST_RUNS, runs.size());
        List<ObservedRun> by =
                IntStream.range(0, count).mapToObj(i -> runs.get(i * runs.size() / count)).toList();
        Fitted asDeclared = Fitted.of(declared, by, true);
        return new Judgement(by, asDeclared, best(asDeclared, by));
    }

    private static Fitted best(Fitted asDeclared, List<ObservedRun> by) {
        double[] deviations = asDeclared.scale().deviation();
        double[] errors = asDeclared.leftOut().errors(deviations);
        Fitted best = asDeclared;
        for (DeclaredReactor doubt : asDeclared.declared().doubts()) {
            if (LeftOutGain.mean(errors) < LEAST_TO_DOUBT) {
                break;
            }
            try {
                Fitted fitted = Fitted.of(doubt, by, true);
                if (fitted.folds().stream().anyMatch(Fitted.Fold::asDeclared)) {
                    continue;
                }
                double[] its = fitted.leftOut().errors(deviations);
                // more doubt than before has to convince beside it: what holds is not to be accused
                if (LeftOutGain.convinces(its, errors) || refutes(fitted, best, errors, by)) {
                    best = fitted;
                    errors = its;
                }
            } catch (SimulationException e) {
                // kinetics that fit some runs and lead nowhere in another are no better ones
            }
        }
        return best;
    }

    /**
     * Whether kinetics describe runs that the others do not at all. Where a single run has reacted,
     * nothing predicts it when it is left out, and yet it says that what was declared is wrong.
     *
     * @param leftOut errors of runs that were left out of the others
     */
    private static boolean refutes(
            Fitted fitted, Fitted others, double[] leftOut, List<ObservedRun> by) {
        double[] deviations = others.scale().deviation();
        return LeftOutGain.mean(leftOut) > OF_A_CONSTANT
                && error(fitted, by, deviations) < DESCRIBES * error(others, by, deviations);
    }

    /** Of the runs that were fitted. */
    private static double error(Fitted fitted, List<ObservedRun> by, double[] deviations) {
        return LeftOutGain.mean(Residuals.of(fitted.base(), by).errors(deviations));
    }

    /** What is taken as known and unknown after it. */
    DeclaredReactor declared() {
        return best.declared();
    }

    /** Parameters that are declared as known and do not hold. */
    List<ReactorParameter> doubted() {
        return declared().unknownBeside(asDeclared.declared());
    }

    /** Mean squared error of left-out runs with what is declared as known. */
    double asDeclared(OutputScale scale) {
        return LeftOutGain.mean(asDeclared.leftOut().errors(scale.deviation()));
    }

    /** The balances fitted to all runs. */
    Fitted fitted(List<ObservedRun> runs) {
        return by.size() == runs.size() ? best : best.onward(runs);
    }
}
