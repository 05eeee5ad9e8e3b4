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
        if (LeftOutGain.mean(errors) < LEAST_TO_DOUBT) {
            return asDeclared;
        }
        Fitted best = asDeclared;
        for (DeclaredReactor doubt : asDeclared.declared().doubts()) {
            try {
                Fitted fitted = Fitted.of(doubt, by, true);
                double[] its = fitted.leftOut().errors(deviations);
                // more doubt than before has to convince beside it: what holds is not to be accused
                if (LeftOutGain.convinces(its, errors)) {
                    best = fitted;
                    errors = its;
                }
            } catch (SimulationException e) {
                // kinetics that fit some runs and lead nowhere in another are no better ones
            }
        }
        return best;
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
