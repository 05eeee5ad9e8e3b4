package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.BatchEffects;
import io.cuvette.batchcorrection.app.service.CellOperations;
import io.cuvette.batchcorrection.app.service.ClassificationView;
import io.cuvette.batchcorrection.app.service.EffectSource;
import io.cuvette.batchcorrection.app.service.EvaluationView;
import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.app.service.ModelCards;
import io.cuvette.batchcorrection.app.service.ModelCards.CardView;
import io.cuvette.batchcorrection.app.service.Projections;
import io.cuvette.batchcorrection.app.service.Representation;
import io.cuvette.service.modellibrary.OfModel;
import io.cuvette.service.training.JobAnswers;
import io.cuvette.service.training.TrainingGateway;
import io.vertx.ext.web.RoutingContext;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Batch-correction models: train, look at, apply. */
@Path("/api/v1/batch-correction/models")
@Tag(name = "Batch correction")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {

    /** A model's name as a path segment that ends before a verb. */
    private static final String NAME = "/{name: [^/:]+}";

    private final TrainingGateway jobs;
    private final ModelCards cards;
    private final CellOperations cells;
    private final CellTableWriter tables;

    private final Projections projections;
    private final ProjectionWriter projected;
    private final BatchEffects effects;

    ModelResource(
            TrainingGateway jobs,
            ModelCards cards,
            CellOperations cells,
            CellTableWriter tables,
            Projections projections,
            ProjectionWriter projected,
            BatchEffects effects) {
        this.jobs = jobs;
        this.cards = cards;
        this.cells = cells;
        this.tables = tables;
        this.projections = projections;
        this.projected = projected;
        this.effects = effects;
    }

    @POST
    @Operation(summary = "Files a training job, or with validateOnly only judges it")
    public Response train(
            @Valid @NotNull TrainRequest request,
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
    @Operation(summary = "The model's card: methods, genes, batches, warnings, figures")
    public CardView card(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return cards.card(name, version);
    }

    @GET
    @Path(NAME + "/evaluation")
    @Operation(
            summary =
                    "Scores of every method beside PCA, with intervals where the job asked for"
                            + " draws")
    public OfModel<EvaluationView> evaluation(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return cards.evaluation(name, version);
    }

    @GET
    @Path(NAME + "/classification")
    @Operation(
            summary = "What a random forest predicts from each representation",
            description =
                    "The targets that the training job named (setting `targets`, the label column"
                            + " when it named none), by cell and by leaving whole batches out,"
                            + " beside chance and the accuracy of the batch alone. There is no"
                            + " separate call that classifies.")
    public ClassificationView classification(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        return cards.classification(name, version);
    }

    @GET
    @Path(NAME + "/embeddings/{method}")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Embedding of the model's own cells, as json, csv, npy or arrow")
    public Response embeddings(
            @PathParam("name") String name,
            @PathParam("method") String method,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("format") @DefaultValue("json") String format,
            @Context RoutingContext routing) {
        EmbeddingFormat wanted = EmbeddingFormat.named(format);
        return tables.answer(
                cells.embeddings(name, version, Representation.named(method)), wanted, routing);
    }

    @POST
    @Path(NAME + ":encode")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Embedding of the cells of another dataset")
    public Response encode(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Valid @NotNull EncodeRequest request) {
        EmbeddingFormat wanted = EmbeddingFormat.named(request.formatOrJson());
        return tables.answer(
                cells.encode(
                        name,
                        version,
                        Representation.named(request.method()),
                        request.datasetId(),
                        request.batches()),
                wanted);
    }

    @POST
    @Path(NAME + ":correct")
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Expression of the model's own cells with the batch taken out")
    public Response correct(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Valid @NotNull CorrectRequest request) {
        EmbeddingFormat wanted = EmbeddingFormat.named(request.formatOrJson());
        if (wanted == EmbeddingFormat.ARROW) {
            ArrowColumns.requireDistinct(request.genes());
        }
        return tables.answer(
                cells.correct(
                        name,
                        version,
                        Methods.named(request.method()),
                        Spaces.named(request.space()),
                        request.cellsOrAll(),
                        request.genesOrAll()),
                wanted);
    }

    @POST
    @Path(NAME + ":project")
    @Produces(MediaType.WILDCARD)
    @Operation(
            summary = "Cells as they would look in other batches, with a measure of its validity")
    public Response project(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @Valid @NotNull ProjectRequest request,
            @Context RoutingContext routing) {
        ProjectionWriter.Format format = ProjectionWriter.Format.named(request.format());
        if (format == ProjectionWriter.Format.ARROW) {
            ArrowColumns.requireDistinct(request.genes());
        }
        return projected.answer(
                projections.open(request.toQuery(name, version)),
                format,
                request.topOrUsual(),
                routing);
    }

    @GET
    @Path(NAME + "/batch-effects")
    @Operation(
            summary = "Genes by how much of their variance lies between batches",
            description =
                    "By medl_plus (default) genes fall by intraclass correlation; by re, the"
                            + " published random effects, by the spread of beta at the output.")
    public BatchEffects.Ranking batchEffects(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") String method,
            @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(20_000) int limit) {
        return effects.ranking(name, version, EffectSource.named(method), limit);
    }

    @GET
    @Path(NAME + "/batch-effects/{gene}")
    @Operation(
            summary = "A gene's effect of each batch, with posterior mean and spread",
            description =
                    "By medl_plus (default) the best linear unbiased prediction beside what it"
                            + " decodes; by re the posterior of beta at the output, and of gamma as"
                            + " scale.")
    public BatchEffects.GeneView batchEffectsOfGene(
            @PathParam("name") String name,
            @PathParam("gene") String gene,
            @QueryParam("version") @DefaultValue("latest") String version,
            @QueryParam("method") String method) {
        return effects.gene(name, version, EffectSource.named(method), gene);
    }
}
