package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.ControlDeclaration;
import io.cuvette.reactormodel.app.declaration.ControlReader;
import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.Controls;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.Predictions;
import io.cuvette.reactormodel.control.ControlProblem;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.service.identity.Caller;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Adapted models that steer. */
@Path(AdaptationResource.PATH)
@Tag(name = "Adaptations")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ControlResource {
    private final Adaptations adaptations;
    private final Predictions predictions;
    private final Controls controls;
    private final Limits limits;
    private final Caller caller;

    ControlResource(
            Adaptations adaptations,
            Predictions predictions,
            Controls controls,
            Limits limits,
            Caller caller) {
        this.adaptations = adaptations;
        this.predictions = predictions;
        this.controls = controls;
        this.limits = limits;
        this.caller = caller;
    }

    @POST
    @Path(ReactorResource.ID + ":mpc")
    @Operation(
            summary = "Plan the inputs of the next steps",
            description =
                    "Model predictive control: inputs that bring the reactor to a temperature, a"
                            + " concentration or both. Ranges and rates of inputs are kept exactly,"
                            + " temperatures where it is possible. Apply the first step, measure,"
                            + " and ask again. Nothing is stored; the same question has the same"
                            + " answer.")
    @APIResponse(
            responseCode = "422",
            description = "The reactor cannot be followed from its state, or the plan is too long.")
    public ControlView plan(
            @PathParam("id") String id, @NotNull @Valid ControlDeclaration request) {
        AdaptationEntity row = adaptations.get(caller.tenant(), id);
        AdaptedReactor model = predictions.balances(caller.tenant(), row);
        ControlProblem problem =
                new ControlReader(
                                model.reactor(), model.declared().region(), limits.runs(), request)
                        .read();
        return ControlView.of(
                id,
                model.reactor().type(),
                problem,
                controls.plan(caller.tenant(), model, problem));
    }
}
