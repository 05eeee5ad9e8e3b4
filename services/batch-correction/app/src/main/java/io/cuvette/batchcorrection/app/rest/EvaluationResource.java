package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Evaluations;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.service.answer.PictureFormat;
import io.cuvette.service.modellibrary.OfModel;
import io.cuvette.service.training.JobAnswers;
import io.cuvette.service.training.TrainingGateway;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Evaluations of embeddings that came with a dataset. */
@Path("/api/v1/batch-correction/evaluations")
@Tag(name = "Batch correction")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class EvaluationResource {

    private static final String NAME = "/{name: [^/:]+}";
    private static final String PNG = "image/png";
    private static final String SVG = "image/svg+xml";

    private final TrainingGateway jobs;
    private final Evaluations evaluations;

    EvaluationResource(TrainingGateway jobs, Evaluations evaluations) {
        this.jobs = jobs;
        this.evaluations = evaluations;
    }

    @POST
    @Operation(
            summary = "Files an evaluation of embeddings of a dataset, or only judges it",
            description =
                    "Keys of obsm are scored beside the uncorrected baseline and Harmony of it."
                            + " Classifiers of columns are part of the job: name them in targets."
                            + " Nothing is trained that could be served.")
    public Response evaluate(
            @Valid @NotNull EvaluateRequest request,
            @HeaderParam("Idempotency-Key") String idempotencyKey,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("validateOnly")
                    @DefaultValue("false")
                    String validateOnly) {
        return JobAnswers.of(
                jobs.submit(
                        request.toSubmission(), idempotencyKey, JobAnswers.isTrue(validateOnly)));
    }

    @GET
    @Path(NAME)
    @Operation(summary = "An evaluation: card, scores with intervals, and classifications")
    public Evaluations.EvaluationReport report(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return evaluations.report(name, version);
    }

    @GET
    @Path(NAME + "/scib-table.json")
    @Operation(summary = "The results table of scIB as numbers")
    public OfModel<ScoreTable> scores(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return evaluations.scibTable(name, version);
    }

    @GET
    @Path(NAME + "/scib-table.png")
    @Produces(PNG)
    @Operation(summary = "The results table of scIB as a picture")
    public Response png(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureAnswers.of(
                PictureFormat.PNG, evaluations.scibTable(name, version).result().picture());
    }

    @GET
    @Path(NAME + "/scib-table.svg")
    @Produces(SVG)
    @Operation(summary = "The results table of scIB as a drawing")
    public Response svg(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return PictureAnswers.of(
                PictureFormat.SVG, evaluations.scibTable(name, version).result().picture());
    }
}
