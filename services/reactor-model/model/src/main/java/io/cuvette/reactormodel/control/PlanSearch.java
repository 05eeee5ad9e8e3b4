package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One search for a plan; see {@link PredictiveController}. */
final class PlanSearch {
    private static final int MOST_ITERATIONS = 60;
    private static final int MOST_TRIALS = 10;

    /** Of a violation of 1 K, in units of the cost of the inputs in force. */
    private static final double FIRST_PRICE = 0.1;

    /** A search ends when a step promises less than this share of the cost. */
    private static final double WORTH = 1e-6;

    private static final double WORTH_AT_FIRST = 1e-10;

    /** Violations are predicted no more exactly than this. */
    private static final double WORTH_K = 1e-8;

    /** What derivatives by differences promise in vain, as a share of the cost. */
    private static final double NOISE = 1e-4;

    private static final double LEAST_KEPT_PROMISE = 1e-3;
    private static final double LEAST_DAMPING = 1e-9;
    private static final double LARGEST_DAMPING = 1e6;

    private final AdaptedReactor model;
    private final ControlProblem problem;
    private final Horizon horizon;
    private final Objective objective;
    private final InputLimits limits;
    private final int[] free;
    private final int inputs;

    private Forecast now;
    private Score score;
    private double firstMerit;
    private double pricePerK;
    private double damping = 1e-6;
    private int iterations;
    private boolean converged;

    PlanSearch(AdaptedReactor model, ControlProblem problem) {
        this.model = model;
        this.problem = problem;
        horizon = new Horizon(model, problem);
        limits = new InputLimits(problem, horizon);
        objective = new Objective(problem, horizon, limits);
        inputs = problem.inputsInForce().length;
        free = free();
    }

    private int[] free() {
        List<Integer> variables = new ArrayList<>();
        for (int step = 0; step < problem.steps(); step++) {
            for (int i = 0; i < inputs; i++) {
                if (limits.isFree(i)) {
                    variables.add(step * inputs + i);
                }
            }
        }
        return variables.stream().mapToInt(Integer::intValue).toArray();
    }

    ControlPlan run() {
        double[][] held = limits.hold();
        Score holding = Score.HOPELESS;
        try {
            now = horizon.follow(held);
            holding = objective.score(now);
        } catch (SimulationException e) {
            now = horizon.follow(limits.within(middles()));
        }
        Forecast first = now;
        score = objective.score(now);
        firstMerit = Math.max(score.cost(), 1e-12);
        pricePerK = FIRST_PRICE * firstMerit;
        try {
            search();
        } catch (SimulationException e) {
            // beside a forecast that ends just before what can be followed: it stays
            converged = false;
        }
        if (score.isWorseThan(holding)) {
            now = first;
            score = holding;
        }
        return describe(holding);
    }

    private double[][] middles() {
        double[][] values = new double[problem.steps()][inputs];
        for (double[] step : values) {
            for (int i = 0; i < inputs; i++) {
                step[i] = problem.limits().inputs().get(i).middle();
            }
        }
        return values;
    }

    private void search() {
        converged = free.length == 0;
        while (!converged && iterations < MOST_ITERATIONS) {
            iterations++;
            LocalProgram about =
                    new LocalProgram(objective, horizon, limits, free, now, score.cost());
            if (!improve(about)) {
                return;
            }
        }
    }

    /** Takes a step; false when none is better. */
    private boolean improve(LocalProgram about) {
        double first = 0;
        for (int trial = 0; trial < MOST_TRIALS && damping < LARGEST_DAMPING; trial++) {
            // the price is found for the whole step; shorter ones are tried at it
            LocalProgram.Step found =
                    trial == 0
                            ? about.minimize(pricePerK, damping)
                            : about.minimizeAt(pricePerK, damping);
            double[] step = found.changes();
            pricePerK = found.pricePerK();
            double promised = score.merit(pricePerK) - about.predicted(step, pricePerK);
            if (promised <= WORTH * score.cost() + least()) {
                converged = true;
                return false;
            }
            first = trial == 0 ? promised : first;
            Optional<Forecast> next = forecast(step);
            if (next.isPresent() && take(next.get(), promised)) {
                return true;
            }
            // limits that bend turn good steps away, unless these are bent with them (Maratos)
            if (next.isPresent() && objective.score(next.get()).sumK() > about.left(step)) {
                Optional<Forecast> bent =
                        forecast(about.bent(step, next.get(), pricePerK, damping));
                if (bent.isPresent() && take(bent.get(), promised)) {
                    return true;
                }
            }
            damping = Math.max(1e-3, 8 * damping);
        }
        converged = first <= NOISE * score.cost() + pricePerK * Score.ALLOWED_K;
        return false;
    }

    /** Nothing when a step leads to where the model cannot follow. */
    private Optional<Forecast> forecast(double[] step) {
        try {
            return Optional.of(horizon.follow(limits.within(moved(step))));
        } catch (SimulationException e) {
            return Optional.empty();
        }
    }

    /** Takes a forecast that keeps a part of what was promised. */
    private boolean take(Forecast next, double promised) {
        Score found = objective.score(next);
        double kept = (score.merit(pricePerK) - found.merit(pricePerK)) / promised;
        if (!(kept >= LEAST_KEPT_PROMISE)) {
            return false;
        }
        now = next;
        score = found;
        if (kept > 0.75) {
            damping = Math.max(LEAST_DAMPING, damping / 10);
        } else if (kept < 0.25) {
            damping = Math.max(1e-4, 4 * damping);
        }
        return true;
    }

    private double least() {
        return WORTH_AT_FIRST * firstMerit + WORTH_K * pricePerK;
    }

    private double[][] moved(double[] step) {
        double[][] values = new double[problem.steps()][];
        for (int k = 0; k < values.length; k++) {
            values[k] = now.inputs()[k].clone();
        }
        for (int i = 0; i < free.length; i++) {
            int input = free[i] % inputs;
            values[free[i] / inputs][input] += step[i] * horizon.halfRange(input);
        }
        return values;
    }

    private ControlPlan describe(Score holding) {
        List<InputProfile> profiles = new ArrayList<>();
        for (double[] values : now.inputs()) {
            profiles.add(InputProfile.constant(values));
        }
        int points = problem.steps() * Horizon.POINTS;
        double[] coldest = new double[points];
        double[] hottest = new double[points];
        for (int point = 0; point < points; point++) {
            coldest[point] = now.at(point, Horizon.COLDEST);
            hottest[point] = now.at(point, Horizon.HOTTEST);
        }
        double change = limits.changeViolation(now.inputs());
        return new ControlPlan(
                now.inputs(),
                Rollout.of(model, problem.start(), profiles, problem.stepH(), Horizon.POINTS),
                coldest,
                hottest,
                score.cost(),
                holding.cost(),
                score.violationK(),
                change,
                score.keepsLimits() && change == 0,
                iterations,
                converged);
    }
}
