package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.PlotKind;
import io.cuvette.batchcorrection.app.service.Plots;
import io.cuvette.batchcorrection.plot.PlotPoints;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures of a model. */
@Path("/api/v1/batch-correction/models/{name: [^/:]+}/plots")
@Tag(name = "Batch correction")
public class PlotResource {

    private static final String PNG = "image/png";

    private final Plots plots;

    PlotResource(Plots plots) {
        this.plots = plots;
    }

    @GET
    @Path("/{kind: umap|pca}.png")
    @Produces(PNG)
    @Operation(summary = "One embedding in one colouring")
    public byte[] png(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") @DefaultValue("pca") String method,
            @QueryParam("color") @DefaultValue("batch") String color) {
        return plots.png(name, version, kind(kind), Methods.named(method), color);
    }

    @GET
    @Path("/{kind: umap|pca}.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The points of a plot, for an interactive page")
    public PlotPoints points(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") @DefaultValue("pca") String method) {
        return plots.points(name, version, kind(kind), Methods.named(method));
    }

    @GET
    @Path("/comparison.png")
    @Produces(PNG)
    @Operation(summary = "UMAPs of every method side by side, by batch and by label")
    public byte[] comparison(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return plots.comparison(name, version);
    }

    private static PlotKind kind(String name) {
        return PlotKind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
