package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.EffectSource;
import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.ModelFigures;
import io.cuvette.batchcorrection.app.service.Plots;
import io.cuvette.batchcorrection.plot.BatchEffects;
import io.cuvette.batchcorrection.plot.CounterfactualHeat;
import io.cuvette.batchcorrection.plot.LossCurves;
import io.cuvette.batchcorrection.plot.PlotPoints;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.modellibrary.OfModel;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures of a model as the numbers that are drawn, for an interactive page. */
@Path("/api/v1/batch-correction/models/{name: [^/:]+}/plots")
@Tag(name = "Batch correction")
@Produces(MediaType.APPLICATION_JSON)
public class PlotResource {

    private final Plots plots;
    private final ModelFigures figures;

    PlotResource(Plots plots, ModelFigures figures) {
        this.plots = plots;
        this.figures = figures;
    }

    @GET
    @Path("/{kind: umap|pca}.json")
    @Operation(summary = "The points of a plot, for an interactive page")
    public OfModel<PlotPoints> points(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") @DefaultValue("pca") String method) {
        return plots.points(name, version, PlotParameters.kind(kind), Methods.named(method));
    }

    @GET
    @Path("/comparison.json")
    @Operation(summary = "The points of the UMAPs of every method")
    public List<OfModel<PlotPoints>> comparisonPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return plots.comparisonPoints(name, version);
    }

    @GET
    @Path("/loss.json")
    @Operation(summary = "The losses as numbers")
    public OfModel<LossCurves> lossPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return figures.losses(name, version);
    }

    @GET
    @Path("/scib-table.json")
    @Operation(summary = "The results table as numbers")
    public OfModel<ScoreTable> scorePoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return figures.scores(name, version);
    }

    @GET
    @Path("/batch-effects.json")
    @Operation(summary = "A gene's effects as numbers")
    public OfModel<BatchEffects> batchEffectPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("gene") String gene,
            @QueryParam("method") String method) {
        return figures.batchEffects(
                name, version, EffectSource.named(method), PlotParameters.required("gene", gene));
    }

    @GET
    @Path("/counterfactual.json")
    @Operation(summary = "A cell in every batch as numbers, genes x batches")
    public OfModel<CounterfactualHeat> counterfactualPoints(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("cell") String cell,
            @QueryParam("method") String method,
            @QueryParam("top") @DefaultValue("20") @Min(1) @Max(CounterfactualHeat.MOST_GENES)
                    int top) {
        return figures.counterfactual(PlotParameters.query(name, version, cell, method), top);
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
}
