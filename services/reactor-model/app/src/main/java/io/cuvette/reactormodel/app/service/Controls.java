package io.cuvette.reactormodel.app.service;

import io.cuvette.reactormodel.control.ControlException;
import io.cuvette.reactormodel.control.ControlPlan;
import io.cuvette.reactormodel.control.ControlProblem;
import io.cuvette.reactormodel.control.PredictiveController;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Inputs that bring a reactor where it is wanted, by its adapted model. */
@ApplicationScoped
public class Controls {
    private final Turns turns;
    private final Limits limits;

    @Inject
    public Controls(Turns turns, Limits limits) {
        this.turns = turns;
        this.limits = limits;
    }

    /**
     * Plans; nothing is stored.
     *
     * @throws ProblemException UNPROCESSABLE when the reactor cannot be followed from its state, or
     *     when there is too much to compute
     */
    public ControlPlan plan(TenantId tenant, AdaptedReactor model, ControlProblem problem) {
        requireWork(model, problem);
        return turns.take(
                tenant,
                "initialState",
                () -> {
                    try {
                        return PredictiveController.plan(model, problem);
                    } catch (ControlException e) {
                        throw refused(e);
                    }
                });
    }

    /** A tube's steps are derived by each input before them, a tank's by their own alone. */
    private void requireWork(AdaptedReactor model, ControlProblem problem) {
        long nodes = Simulations.nodes(model.reactor());
        long inputs = problem.inputsInForce().length;
        long steps = problem.steps();
        long windows = nodes == 1 ? 2 * steps * (2 + inputs) : inputs * steps * (steps + 1);
        limits.requirePlanned(steps, windows * nodes);
    }

    /** What a reader of requests has not found, by the controller's own names. */
    private static ProblemException refused(ControlException e) {
        return new ProblemException(
                ErrorCode.INVALID_REQUEST,
                e.getMessage(),
                e.findings().stream()
                        .map(
                                finding ->
                                        new FieldError(
                                                finding.field(), "INVALID", finding.message()))
                        .toList());
    }
}
