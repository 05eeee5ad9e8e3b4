package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.reactor.ReactorType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What can be declared. */
@Path("/api/v1/reactor-model/reactor-types")
@Tag(name = "Reactors")
@Produces(MediaType.APPLICATION_JSON)
public class ReactorTypeResource {

    /** All types. */
    public record Types(List<ReactorTypeView> items) {}

    @GET
    @Operation(summary = "Types of reactors with their parameters, inputs, units and ranges")
    public Types list() {
        return new Types(Arrays.stream(ReactorType.values()).map(ReactorTypeView::of).toList());
    }
}
