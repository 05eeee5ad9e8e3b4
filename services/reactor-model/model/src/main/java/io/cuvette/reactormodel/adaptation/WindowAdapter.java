package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.ConformalBands;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.LeftOutGain;
import io.cuvette.reactormodel.correction.Residuals;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.Folds;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Adapts the paper's network to a declared reactor: all its weights by some hundred steps on the
 * runs, with balances as a penalty on further, imagined runs.
 *
 * <pre>loss = MSE(runs) + weight * residual of the balances (imagined runs)</pre>
 *
 * <p>Parameters that are declared unknown are estimated from the runs first, and the penalty is of
 * those balances; so are kinetics that are declared as known and do not hold, see {@link
 * DeclaredReactor#judgedBy}, unless the weight is given. Of its weights, from the least up, a
 * larger one is taken only where it predicts held-out runs clearly better than the one held:
 * balances that are wrong lose their say. What the held-out runs stray by is also the width of the
 * model's bands.
 *
 * <p>Of a tube the penalty knows the first node, whose balances are closed. A tube that is measured
 * at its outlet is adapted without physics.
 *
 * @param tuning steps and rate of an adaptation
 * @param weights candidates for the weight of physics, each at least 0; one alone is not chosen
 * @param form of the physics
 */
public record WindowAdapter(FineTuning tuning, List<Double> weights, PhysicsForm form) {

    /** The reference's budget, physics from none to ten times the data. */
    public static final WindowAdapter STANDARD =
            new WindowAdapter(FineTuning.REFERENCE, List.of(0.0, 0.1, 1.0, 10.0), PhysicsForm.STEP);

    private static final int FOLDS = 3;

    /**
     * The fewer runs a fold learns from, the more its physics helps it, and the more it would be
     * trusted beside all runs.
     */
    private static final int MOST_FOLDS_TO_CHOOSE = 5;

    /** Fewer runs cannot tell weights apart; with them physics has the weight of the data. */
    public static final int LEAST_RUNS_TO_CHOOSE = FOLDS;

    private static final double WITHOUT_CHOICE = 1;

    /** With physics by steps. */
    public WindowAdapter(FineTuning tuning, List<Double> weights) {
        this(tuning, weights, PhysicsForm.STEP);
    }

    public WindowAdapter {
        weights = weights.stream().sorted().toList();
        if (weights.isEmpty() || weights.stream().anyMatch(w -> !(w >= 0 && w <= 1e6))) {
            throw new IllegalArgumentException(
                    "weights of physics are %s; each is 0 to 1e6".formatted(weights));
        }
    }

    /**
     * Windows that networks see in an adaptation, all steps together: what its time goes by.
     *
     * @param members of the ensemble that is adapted
     */
    public long windows(int runs, int members) {
        boolean physics = weights.stream().anyMatch(weight -> weight > 0);
        long networks = members + (long) folds(runs, weights) * weights.size();
        return tuning.epochs() * networks * (runs + (physics ? WindowTraining.IMAGINED : 0));
    }

    private static int folds(int runs, List<Double> candidates) {
        if (runs < LEAST_RUNS_TO_CHOOSE) {
            return 0;
        }
        return candidates.size() == 1 ? FOLDS : Math.min(MOST_FOLDS_TO_CHOOSE, runs);
    }

    /** A weight, and what was found about it. */
    private record Choice(double weight, WindowHeldOut heldOut) {

        /** The same after the errors of other candidates were looked at. */
        Choice among(List<WindowHeldOut.Candidate> candidates) {
            return new Choice(
                    weight,
                    new WindowHeldOut(heldOut.folds(), candidates, List.of(), heldOut.bands()));
        }
    }

    /** Whether the penalty knows the node at which the reactor is measured. */
    public static boolean knowsPhysicsOf(DeclaredReactor declared) {
        return declared.measured() == MeasuredNode.FIRST
                || !(declared.nominal() instanceof PlugFlowReactor tube)
                || tube.nodes() == 2;
    }

    /**
     * Adapts.
     *
     * @param start weights of one or several members
     * @param runs at least one, each with inputs that hold and, in a tube, the paper's start
     * @param seed of the imagined runs
     * @throws UnsuitableRunException when a run is none that such a network can be told of, or all
     *     candidates have physics and the tube is measured at its outlet
     */
    public WindowModel adapt(
            NetworkWeights start, DeclaredReactor declared, List<ObservedRun> runs, long seed) {
        WindowEncoding asDeclared = WindowEncoding.of(declared);
        asDeclared.requireFits(runs);
        List<Double> candidates = candidates(declared);
        boolean physics = candidates.stream().anyMatch(weight -> weight > 0);
        // who gives the weight of physics means the balances as declared
        DeclaredReactor judged =
                physics && candidates.size() > 1 ? declared.judgedBy(runs) : declared;
        List<ReactorParameter> doubted = judged.unknownBeside(declared);
        Optional<Estimate> estimate = physics ? judged.estimate(runs) : Optional.empty();
        Reactor believed = judged.believed(estimate);
        WindowEncoding encoding =
                doubted.isEmpty()
                        ? asDeclared
                        : new WindowEncoding(
                                judged, WindowEncoding.of(judged.withNominal(believed)).scaling());
        Choice choice = choose(start, judged, runs, encoding, candidates, doubted, seed);
        if (!doubted.isEmpty()) {
            Choice without =
                    choose(start, declared, runs, asDeclared, List.of(0.0), List.of(), seed);
            if (!convinces(choice, without, asDeclared.outputDeviations())) {
                Choice data = without.among(choice.heldOut().candidates());
                return trained(start, declared, Optional.empty(), asDeclared, runs, data, seed);
            }
        }
        return trained(start, judged, estimate, encoding, runs, choice, seed);
    }

    /** All members, by all runs. */
    private WindowModel trained(
            NetworkWeights start,
            DeclaredReactor declared,
            Optional<Estimate> estimate,
            WindowEncoding encoding,
            List<ObservedRun> runs,
            Choice choice,
            long seed) {
        int members = start.architecture().models();
        boolean[] all = new boolean[runs.size()];
        Arrays.fill(all, true);
        Reactor believed = declared.believed(estimate);
        WindowTraining.Task task = new WindowTraining.Task(believed, all, choice.weight());
        NetworkWeights adapted =
                new WindowTraining(tuning, form)
                        .run(start, Collections.nCopies(members, task), runs, encoding, seed);
        return new WindowModel(
                declared, estimate, encoding, adapted, choice.weight(), choice.heldOut());
    }

    /**
     * Whether physics with doubted kinetics, which set scales too, predicts runs that were left out
     * clearly better than no physics in the scales of what is declared.
     *
     * @param deviations that are the units of both errors, kmol/m3 and K
     */
    private static boolean convinces(Choice choice, Choice without, double[] deviations) {
        return choice.weight() > 0
                && LeftOutGain.isClear(
                        choice.heldOut().bands().meanSquare(deviations),
                        without.heldOut().bands().meanSquare(deviations));
    }

    private List<Double> candidates(DeclaredReactor declared) {
        if (knowsPhysicsOf(declared)) {
            return weights;
        }
        List<Double> without = weights.stream().filter(weight -> weight == 0).toList();
        if (without.isEmpty()) {
            throw new UnsuitableRunException(
                    "Physics knows the first node of a tube, and this one is measured at its"
                            + " outlet; adapt it without physics, or by the method default.");
        }
        return without;
    }

    /** The weight by the errors of runs that were left out of the adaptation. */
    private Choice choose(
            NetworkWeights start,
            DeclaredReactor declared,
            List<ObservedRun> runs,
            WindowEncoding encoding,
            List<Double> candidates,
            List<ReactorParameter> doubted,
            long seed) {
        if (runs.size() < LEAST_RUNS_TO_CHOOSE) {
            double given = candidates.size() == 1 ? candidates.get(0) : WITHOUT_CHOICE;
            return new Choice(given, WindowHeldOut.NONE);
        }
        boolean physics = candidates.stream().anyMatch(weight -> weight > 0);
        List<WindowTraining.Task> tasks = new ArrayList<>();
        int folds = folds(runs.size(), candidates);
        for (boolean[] learned : Folds.of(runs.size(), folds)) {
            List<ObservedRun> kept = Folds.rows(learned, true).stream().map(runs::get).toList();
            Reactor assumed =
                    declared.believed(physics ? declared.estimate(kept) : Optional.empty());
            for (double weight : candidates) {
                tasks.add(new WindowTraining.Task(assumed, learned, weight));
            }
        }
        NetworkWeights one = start.architecture().models() == 1 ? start : start.model(0);
        NetworkWeights adapted =
                new WindowTraining(tuning, form).run(one, tasks, runs, encoding, seed);
        List<double[][][]> left = new ArrayList<>();
        List<double[]> errors = new ArrayList<>();
        for (int w = 0; w < candidates.size(); w++) {
            double[][][] values = new double[runs.size()][][];
            double[] byRun = new double[runs.size()];
            for (int t = w; t < tasks.size(); t += candidates.size()) {
                WindowModel model = member(declared, encoding, adapted.model(t));
                Residuals residuals = model.residuals(runs);
                double[] its = residuals.errors(model.outputDeviations());
                for (int i = 0; i < values.length; i++) {
                    if (!tasks.get(t).learned()[i]) {
                        values[i] = residuals.values().get(i);
                        byRun[i] = its[i];
                    }
                }
            }
            left.add(values);
            errors.add(byRun);
        }
        int best = best(errors);
        double[] deviations = encoding.outputDeviations();
        ConformalBands bands =
                ConformalBands.of(
                        new Residuals(runs, Arrays.asList(left.get(best))),
                        Residuals.leastUnit(deviations));
        List<WindowHeldOut.Candidate> found = new ArrayList<>();
        for (int w = 0; w < candidates.size(); w++) {
            found.add(
                    new WindowHeldOut.Candidate(
                            candidates.get(w), LeftOutGain.mean(errors.get(w))));
        }
        return new Choice(candidates.get(best), new WindowHeldOut(folds, found, doubted, bands));
    }

    /** From the least up, more physics only where it convinces beside what is held. */
    private static int best(List<double[]> errors) {
        int best = 0;
        for (int w = 1; w < errors.size(); w++) {
            best = LeftOutGain.convinces(errors.get(w), errors.get(best)) ? w : best;
        }
        return best;
    }

    private static WindowModel member(
            DeclaredReactor declared, WindowEncoding encoding, NetworkWeights weights) {
        return new WindowModel(
                declared, Optional.empty(), encoding, weights, 0, WindowHeldOut.NONE);
    }
}
