package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.service.PublishedStart;
import io.cuvette.reactormodel.program.ReactorModelProgram;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import io.cuvette.service.page.Page;
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

/** Meta-trained models, from which reactors are adapted. */
@Path(ModelResource.PATH)
@Tag(name = "Models", description = "Meta-trained weights to adapt from, as versions of models.")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ModelResource {
    static final String PATH = "/api/v1/reactor-model/models";

    private final TrainingGateway jobs;
    private final ModelLibrary<PublishedStart> library;

    ModelResource(TrainingGateway jobs, ModelLibrary<PublishedStart> library) {
        this.jobs = jobs;
        this.library = library;
    }

    @POST
    @Operation(
            summary = "Files a meta-training job, or with validateOnly only judges it",
            description =
                    "The job belongs to the training service, which answers: follow it under"
                            + " /api/v1/jobs.")
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
    @Operation(summary = "List meta-trained models by name, each by its newest version")
    public Page<ModelView> list(
            @QueryParam("pageSize") Integer pageSize, @QueryParam("pageToken") String pageToken) {
        return jobs.models(ReactorModelProgram.FAMILY, pageSize, pageToken).map(ModelView::of);
    }

    @GET
    @Path("/{name: [^/:]+}")
    @Operation(summary = "What a model is: network, algorithm, reactors it was trained on, losses")
    public ModelCardView card(
            @PathParam("name") String name,
            @QueryParam("version") @DefaultValue("latest") String version) {
        try (LoadedModel<PublishedStart> loaded = library.open(name, version)) {
            return ModelCardView.of(loaded);
        }
    }
}
