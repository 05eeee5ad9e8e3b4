package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.EffectSource;
import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.ModelFigures;
import io.cuvette.batchcorrection.app.service.Plots;
import io.cuvette.batchcorrection.plot.CounterfactualHeat;
import io.cuvette.service.answer.PictureFormat;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Figures of a model as PNG and SVG. */
@Path("/api/v1/batch-correction/models/{name: [^/:]+}/plots")
@Tag(name = "Batch correction")
@Produces({PictureFormat.PNG_TYPE, PictureFormat.SVG_TYPE})
@APIResponse(
        responseCode = "200",
        description = "OK",
        content = {
            @Content(
                    mediaType = PictureFormat.PNG_TYPE,
                    schema = @Schema(type = SchemaType.STRING, format = "binary")),
            @Content(mediaType = PictureFormat.SVG_TYPE, schema = @Schema(type = SchemaType.STRING))
        })
public class PictureResource {

    private static final String FORMAT = ".{format: png|svg}";

    private final Plots plots;
    private final ModelFigures figures;

    PictureResource(Plots plots, ModelFigures figures) {
        this.plots = plots;
        this.figures = figures;
    }

    @GET
    @Path("/{kind: umap|pca}" + FORMAT)
    @Operation(summary = "One embedding in one colouring")
    public Response embedding(
            @PathParam("name") String name,
            @PathParam("kind") String kind,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") @DefaultValue("pca") String method,
            @Parameter(description = "batch, label, or a column that the job named in targets")
                    @QueryParam("color")
                    @DefaultValue("batch")
                    String color) {
        return PictureAnswers.of(
                format,
                plots.figure(
                        name, version, PlotParameters.kind(kind), Methods.named(method), color));
    }

    @GET
    @Path("/comparison" + FORMAT)
    @Operation(summary = "UMAPs of every method side by side, by batch and by label")
    public Response comparison(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureAnswers.of(format, plots.comparison(name, version));
    }

    @GET
    @Path("/loss" + FORMAT)
    @Operation(summary = "Losses of every network over the epochs, of training and validation")
    public Response loss(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureAnswers.of(format, figures.losses(name, version).result().picture());
    }

    @GET
    @Path("/scib-table" + FORMAT)
    @Operation(summary = "The scores of every method as the results table of scIB")
    public Response scores(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureAnswers.of(format, figures.scores(name, version).result().picture());
    }

    @GET
    @Path("/batch-effects" + FORMAT)
    @Operation(summary = "A gene's effect of each batch with its 95 % interval")
    public Response batchEffects(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("gene") String gene,
            @QueryParam("method") String method) {
        return PictureAnswers.of(
                format,
                figures.batchEffects(
                                name,
                                version,
                                EffectSource.named(method),
                                PlotParameters.required("gene", gene))
                        .result()
                        .picture());
    }

    @GET
    @Path("/counterfactual" + FORMAT)
    @Operation(summary = "A cell in every batch: the genes that change most, with the validity")
    public Response counterfactual(
            @PathParam("name") String name,
            @PathParam("format") String format,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("cell") String cell,
            @QueryParam("method") String method,
            @QueryParam("top") @DefaultValue("20") @Min(1) @Max(CounterfactualHeat.MOST_GENES)
                    int top) {
        return PictureAnswers.of(
                format,
                figures.counterfactual(PlotParameters.query(name, version, cell, method), top)
                        .result()
                        .picture());
    }
}
