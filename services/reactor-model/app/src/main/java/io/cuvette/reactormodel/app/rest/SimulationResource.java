package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.Findings;
import io.cuvette.reactormodel.app.declaration.RunReader;
import io.cuvette.reactormodel.app.declaration.TimedRun;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.app.service.Limits;
import io.cuvette.reactormodel.app.service.Reactors;
import io.cuvette.reactormodel.app.service.Simulations;
import io.cuvette.reactormodel.correction.DeclaredReactor;
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

/** The balances of a declared reactor. */
@Path(ReactorResource.PATH)
@Tag(name = "Reactors")
@Consumes(MediaType.APPLICATION_JSON)
public class SimulationResource {
    private final Reactors reactors;
    private final Simulations simulations;
    private final Limits limits;
    private final Caller caller;

    SimulationResource(Reactors reactors, Simulations simulations, Limits limits, Caller caller) {
        this.reactors = reactors;
        this.simulations = simulations;
        this.limits = limits;
        this.caller = caller;
    }

    @POST
    @Path(ReactorResource.ID + ":simulate")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Follow a run by the balances, with the parameters as declared",
            description =
                    "Unknown parameters have their expected values. As text/csv: a table. What lies"
                            + " outside of the declared region is answered with a flag.")
    @APIResponse(
            responseCode = "422",
            description = "The run cannot be followed to its end; errors say why and how far.")
    public SimulationView simulate(
            @PathParam("id") String id, @NotNull @Valid SimulateRequest request) {
        ReactorEntity reactor = reactors.get(caller.tenant(), id);
        DeclaredReactor declared = reactor.document.declared();
        boolean profile = request.profile().orElse(false);
        TimedRun run =
                new RunReader(declared.nominal(), request.units(), limits.runs(), new Findings())
                        .read("run.", request.run());
        return SimulationView.of(
                reactor,
                declared,
                simulations.simulate(caller.tenant(), declared, run, profile),
                profile);
    }

    @POST
    @Path(ReactorResource.ID + ":simulate")
    @Produces("text/csv")
    @Operation(hidden = true)
    public String simulateAsTable(
            @PathParam("id") String id, @NotNull @Valid SimulateRequest request) {
        return simulate(id, request).csv();
    }

    @POST
    @Path(ReactorResource.ID + ":sensitivity")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Derivatives of what is measured",
            description =
                    "By the inputs of each segment, by the initial state of each node, and by the"
                            + " kinetics, at the times of the run; relative errors are about 1e-6.")
    @APIResponse(
            responseCode = "422",
            description = "The run cannot be followed to its end, or there is too much to derive.")
    public SensitivityView sensitivity(
            @PathParam("id") String id, @NotNull @Valid SensitivityRequest request) {
        DeclaredReactor declared = reactors.get(caller.tenant(), id).document.declared();
        Findings findings = new Findings();
        RunReader reader =
                new RunReader(declared.nominal(), request.units(), limits.runs(), findings);
        SensitivityChoice choice = SensitivityChoice.of(request, reader, findings);
        TimedRun run = reader.read("run.", request.run());
        return SensitivityView.of(
                run.timesH(),
                simulations.derivatives(
                        caller.tenant(),
                        declared.nominal(),
                        declared.measured(),
                        run,
                        choice.causes(),
                        choice.referenceTemperatureK()));
    }
}
