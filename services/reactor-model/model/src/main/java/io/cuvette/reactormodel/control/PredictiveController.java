package io.cuvette.reactormodel.control;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.SimulationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Model predictive control: the inputs of the next steps that make a goal's cost small and keep
 * limits, as a model predicts it.
 *
 * <p>Sequential quadratic programming. The cost is a sum of squares, so its Hessian is taken by
 * Gauss and Newton; derivatives are differences over single steps, chained ({@link Horizon}). Each
 * quadratic program keeps ranges and changes of inputs exactly and lets temperatures pass their
 * limits at a price for the largest violation, raised until it no longer pays (an exact penalty:
 * Nocedal and Wright, "Numerical Optimization", 2nd edition, section 18.5). A problem that cannot
 * be met so ends at the smallest violation to be found nearby. Steps that do not keep what the
 * program promised are tried again with limits as they bend, and then shortened by damping
 * (Levenberg and Marquardt). The search starts from the inputs in force and never ends worse. It
 * finds a local minimum. Nothing is drawn: the same problem has the same plan, to the bit.
 *
 * <p>Not Hipparchus 4.0.3, which was tried on twelve problems of the nominal CSTR with 5 and 20
 * steps: {@code SQPOptimizerS}, which solves its programs by ADMM, answered three (in 0.4 to 1.7 s,
 * this search in 0.01 to 0.04 s, no worse); five ended because its own Hessian was not symmetric to
 * the bit, two without convergence, two near the goal in a null pointer. {@code
 * LevenbergMarquardtOptimizer} with inputs as tanh of unknowns and violations as squares, at 1e4
 * for 1 K^2, did not end within 300 evaluations where a temperature limit was active, and ended
 * early at a cost 0.8 % higher where inputs were at their limits.
 */
public final class PredictiveController {
    private static final int MOST_ITERATIONS = 60;
    private static final int MOST_TRIALS = 10;
    private static final int MOST_RAISES = 8;

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

    private PredictiveController() {}

    /**
     * Plans.
     *
     * @throws ControlException when the problem is none for the model, naming every field that is
     *     wrong
     * @throws SimulationException when neither the inputs in force nor those in the middle of their
     *     ranges can be followed
     */
    public static ControlPlan plan(AdaptedReactor model, ControlProblem problem) {
        ProblemFindings.refuseAny(model, problem);
        return new Search(model, problem).run();
    }

    /** One search for a plan. */
    private static final class Search {
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

        Search(AdaptedReactor model, ControlProblem problem) {
            this.model = model;
            this.problem = problem;
            horizon = new Horizon(model, problem);
            objective = new Objective(problem, horizon);
            limits = new InputLimits(problem, horizon);
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
                if (!improve(new Model())) {
                    return;
                }
            }
        }

        /** Takes a step; false when none is better. */
        private boolean improve(Model about) {
            double first = 0;
            for (int trial = 0; trial < MOST_TRIALS && damping < LARGEST_DAMPING; trial++) {
                double[] step = about.minimize();
                double promised = score.merit(pricePerK) - about.predicted(step);
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
                if (next.isPresent()
                        && objective.score(next.get()).violationK() > step[free.length]) {
                    Optional<Forecast> bent = forecast(about.bent(step, next.get()));
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

        /** The problem about the present forecast: squares and straight lines. */
        private final class Model {
            private final double[][] derivatives;
            private final double[] gradient;
            private final double[][] hessian;
            private final LinearLimits rows;
            private final double curvature;

            Model() {
                derivatives = horizon.derivatives(now);
                double[] fullGradient = new double[problem.steps() * inputs];
                double[][] full = objective.squares(now, derivatives, fullGradient);
                gradient = new double[free.length + 1];
                hessian = new double[free.length + 1][free.length + 1];
                double largest = 0;
                for (int i = 0; i < free.length; i++) {
                    gradient[i] = fullGradient[free[i]];
                    for (int j = 0; j < free.length; j++) {
                        hessian[i][j] = full[free[i]][free[j]];
                    }
                    largest = Math.max(largest, hessian[i][i]);
                }
                curvature = Math.max(largest, 1e-12);
                rows = rows(now, new double[free.length + 1]);
            }

            private LinearLimits rows(Forecast violating, double[] after) {
                LinearLimits all = new LinearLimits(free, problem.steps() * inputs);
                limits.addTo(all, now.inputs());
                objective.limits(violating, derivatives, after, all);
                return all;
            }

            /** Changes of the free inputs, and the violation they are predicted to leave. */
            double[] minimize() {
                double[] step = minimize(rows, pricePerK);
                for (int raise = 0; raise < MOST_RAISES; raise++) {
                    double left = step[free.length];
                    if (left <= Score.ALLOWED_K / 2) {
                        return step;
                    }
                    double[] dearer = minimize(rows, 10 * pricePerK);
                    // no price helps where limits cannot be kept
                    if (dearer[free.length] > 0.99 * left) {
                        return step;
                    }
                    pricePerK *= 10;
                    step = dearer;
                }
                return step;
            }

            /** The step again, with violations as they were found after it. */
            double[] bent(double[] step, Forecast found) {
                return minimize(rows(found, step), pricePerK);
            }

            private double[] minimize(LinearLimits under, double price) {
                double[][] damped = new double[hessian.length][];
                for (int i = 0; i < damped.length; i++) {
                    damped[i] = hessian[i].clone();
                    damped[i][i] += i < free.length ? damping * curvature : 0;
                }
                double[] linear = gradient.clone();
                linear[free.length] = price;
                return QuadraticProgram.minimize(damped, linear, under.matrix(), under.right());
            }

            /** Merit after a step, without damping. */
            double predicted(double[] step) {
                double sum = score.cost() + pricePerK * Math.max(0, step[free.length]);
                for (int i = 0; i < free.length; i++) {
                    sum += gradient[i] * step[i];
                    for (int j = 0; j < free.length; j++) {
                        sum += step[i] * hessian[i][j] * step[j] / 2;
                    }
                }
                return sum;
            }
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
}
