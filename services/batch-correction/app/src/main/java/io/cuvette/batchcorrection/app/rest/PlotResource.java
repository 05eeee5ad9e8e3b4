package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.ModelFigures;
import io.cuvette.batchcorrection.app.service.PlotKind;
import io.cuvette.batchcorrection.app.service.Plots;
import io.cuvette.batchcorrection.app.service.ProjectionQuery;
import io.cuvette.batchcorrection.app.service.Space;
import io.cuvette.batchcorrection.plot.BatchEffects;
import io.cuvette.batchcorrection.plot.CounterfactualHeat;
import io.cuvette.batchcorrection.plot.LossCurves;
import io.cuvette.batchcorrection.plot.PlotPoints;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures of a model, each as PNG, as SVG, and as the numbers that are drawn. */
@Path("/api/v1/batch-correction/models/{name: [^/:]+}/plots")
@Tag(name = "Batch correction")
public class PlotResource {

    private static final String FORMAT = ".{format: png|svg}";

    private final Plots plots;
    private final ModelFigures figures;

    PlotResource(Plots plots, ModelFigures figures) {
        this.plots = plots;
        this.figures = figures;
    }

    @GET
    @Path("/{kind: umap|pca}" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "One embedding in one colouring")
    public Response embedding(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") @DefaultValue("pca") String method,
            @QueryParam("color") @DefaultValue("batch") String color) {
        return PictureFormat.named(format)
                .answer(plots.figure(name, version, kind(kind), Methods.named(method), color));
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
    @Path("/comparison" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "UMAPs of every method side by side, by batch and by label")
    public Response comparison(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureFormat.named(format).answer(plots.comparison(name, version));
    }

    @GET
    @Path("/comparison.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The points of the UMAPs of every method")
    public List<PlotPoints> comparisonPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return plots.comparisonPoints(name, version);
    }

    @GET
    @Path("/loss" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "Losses of every network over the epochs, of training and validation")
    public Response loss(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureFormat.named(format).answer(figures.losses(name, version).picture());
    }

    @GET
    @Path("/loss.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The losses as numbers")
    public LossCurves lossPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return figures.losses(name, version);
    }

    @GET
    @Path("/scib-table" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "The scores of every method as the results table of scIB")
    public Response scores(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureFormat.named(format).answer(figures.scores(name, version).picture());
    }

    @GET
    @Path("/scib-table.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "The results table as numbers")
    public ScoreTable scorePoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return figures.scores(name, version);
    }

    @GET
    @Path("/batch-effects" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "A gene's effect of each batch with its 95 % interval")
    public Response batchEffects(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("gene") String gene) {
        return PictureFormat.named(format)
                .answer(figures.batchEffects(name, version, required("gene", gene)).picture());
    }

    @GET
    @Path("/batch-effects.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A gene's effects as numbers")
    public BatchEffects batchEffectPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("gene") String gene) {
        return figures.batchEffects(name, version, required("gene", gene));
    }

    @GET
    @Path("/counterfactual" + FORMAT)
    @Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
    @Operation(summary = "A cell in every batch: the genes that change most, with the validity")
    public Response counterfactual(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("cell") String cell,
            @QueryParam("method") String method,
            @QueryParam("top") @DefaultValue("20") @Min(1) @Max(CounterfactualHeat.MOST_GENES)
                    int top) {
        return PictureFormat.named(format)
                .answer(figures.counterfactual(query(name, version, cell, method), top).picture());
    }

    @GET
    @Path("/counterfactual.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "A cell in every batch as numbers, genes x batches")
    public CounterfactualHeat counterfactualPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("cell") String cell,
            @QueryParam("method") String method,
            @QueryParam("top") @DefaultValue("20") @Min(1) @Max(CounterfactualHeat.MOST_GENES)
                    int top) {
        return figures.counterfactual(query(name, version, cell, method), top);
    }

    @GET
    @Path("/{file}")
    @Operation(hidden = true)
    public Response unknown(@PathParam("file") String file) {
        throw new ProblemException(
                ErrorCode.NOT_FOUND,
                "There is no such plot. There are umap, pca, comparison, loss, scib-table,"
                        + " batch-effects and counterfactual, each as .png, .svg and .json.");
    }

    private static ProjectionQuery query(String name, String version, String cell, String method) {
        return new ProjectionQuery(
                name,
                version,
                ProjectionMethods.named(method),
                Space.LOG1P,
                List.of(required("cell", cell)),
                List.of(),
                List.of());
    }

    private static String required(String parameter, String value) {
        if (value == null || value.isEmpty()) {
            throw ProblemException.invalidField(
                    parameter, "MISSING", "name a %s of the model".formatted(parameter));
        }
        return value;
    }

    private static PlotKind kind(String name) {
        return PlotKind.valueOf(name.toUpperCase(Locale.ROOT));
    }
}
