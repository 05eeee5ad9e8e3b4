package io.cuvette.training.app.rest;

import io.cuvette.training.app.service.MethodDirectory;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The catalogue of training methods, which is the same for everyone. */
@Path("/api/v1/methods")
@Tag(
        name = "Methods",
        description = "Optimizers, schedules, losses and other methods a job may name.")
public class MethodResource {

    private final MethodDirectory methods;

    @Inject
    public MethodResource(MethodDirectory methods) {
        this.methods = methods;
    }

    /** All methods that were asked for; there are too few for pages. */
    public record Methods(List<MethodView> items) {}

    @GET
    @Operation(summary = "List training methods with their settings and what their tests measured")
    public Methods list(@QueryParam("area") String area, @QueryParam("family") String family) {
        return new Methods(
                methods.list(Optional.ofNullable(area), Optional.ofNullable(family)).stream()
                        .map(MethodView::of)
                        .toList());
    }

    @GET
    @Path("/{area}/{name}")
    @Operation(summary = "Show a training method")
    public MethodView get(@PathParam("area") String area, @PathParam("name") String name) {
        return MethodView.of(methods.get(area, name));
    }
}
