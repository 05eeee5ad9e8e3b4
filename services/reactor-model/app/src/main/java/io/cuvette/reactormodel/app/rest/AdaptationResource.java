package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.service.identity.Caller;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Models of declared reactors. */
@Path(AdaptationResource.PATH)
@Tag(name = "Adaptations")
@Produces(MediaType.APPLICATION_JSON)
public class AdaptationResource {
    static final String PATH = "/api/v1/reactor-model/adaptations";

    private final Adaptations adaptations;
    private final Caller caller;

    AdaptationResource(Adaptations adaptations, Caller caller) {
        this.adaptations = adaptations;
        this.caller = caller;
    }

    @GET
    @Path(ReactorResource.ID)
    @Operation(summary = "Show an adaptation: its state, estimates, correction, held-out errors")
    public AdaptationView get(@PathParam("id") String id) {
        return AdaptationView.of(adaptations.show(caller.tenant(), id));
    }

    @DELETE
    @Path(ReactorResource.ID)
    @Operation(summary = "Delete an adapted model")
    @APIResponse(responseCode = "204", description = "Gone.")
    public void delete(@PathParam("id") String id) {
        adaptations.delete(caller.tenant(), id);
    }
}
