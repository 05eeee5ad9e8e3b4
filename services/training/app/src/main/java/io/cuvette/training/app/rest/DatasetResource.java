package io.cuvette.training.app.rest;

import io.cuvette.service.idempotency.Answers;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.service.store.Sha256;
import io.cuvette.service.store.UploadedPart;
import io.cuvette.training.app.service.DatasetPreview;
import io.cuvette.training.app.service.DatasetService;
import io.cuvette.training.app.service.NewUpload;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Datasets: uploaded once, validated, never changed. */
@Path("/api/v1/datasets")
@Tag(
        name = "Datasets",
        description =
                "Upload a file through presigned addresses, have it validated, and train on it.")
public class DatasetResource {

    private final DatasetService datasets;
    private final Answers answers;
    private final Caller caller;

    @Inject
    public DatasetResource(DatasetService datasets, Answers answers, Caller caller) {
        this.datasets = datasets;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Begin an upload",
            description =
                    "Answers with one presigned address a part. PUT every part but the last with"
                            + " partSizeBytes bytes, keep each answer's ETag, then complete.")
    @APIResponse(
            responseCode = "201",
            description = "Begun; upload holds the addresses.",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    @APIResponse(responseCode = "429", description = "Too many uploads are open.")
    public Response create(
            @HeaderParam(IdempotencyKey.HEADER) String key, @NotNull @Valid NewDataset request) {
        NewUpload upload =
                new NewUpload(
                        request.name(),
                        request.sizeBytes(),
                        new Sha256(request.sha256()),
                        request.orientation().orElse(OrientationName.DETECT).orientation());
        return datasets.create(
                        caller.tenant(),
                        upload,
                        IdempotencyKey.of(key),
                        RequestHash.of("POST /api/v1/datasets", request),
                        (dataset, presigned) ->
                                answers.of(
                                        201,
                                        "/api/v1/datasets/" + dataset.id,
                                        DatasetView.of(dataset, presigned)))
                .toResponse();
    }

    @POST
    @Path("/{id}:complete")
    @Operation(
            summary = "Complete an upload",
            description =
                    "The dataset is then VALIDATING, and READY or INVALID with findings after that."
                            + " May be repeated.")
    @APIResponse(
            responseCode = "202",
            description = "Queued for validation.",
            content = @Content(schema = @Schema(implementation = DatasetView.class)))
    @APIResponse(responseCode = "422", description = "These are not the parts that were uploaded.")
    public Response complete(
            @PathParam("id") String id, @NotNull @Valid CompletedUpload completed) {
        List<UploadedPart> parts =
                completed.parts().stream()
                        .map(part -> new UploadedPart(part.number(), part.etag()))
                        .toList();
        return Response.accepted(DatasetView.of(datasets.complete(caller.tenant(), id, parts)))
                .build();
    }

    @GET
    @Operation(summary = "List datasets, newest first")
    public Page<DatasetView> list(
            @QueryParam("pageSize") Integer pageSize, @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(pageSize, pageToken, PageFilter.of(caller.tenant(), "datasets"));
        return Page.of(
                        datasets.page(caller.tenant(), page.after(), page.fetchSize()),
                        page,
                        dataset -> dataset.id)
                .map(DatasetView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show a dataset with what validation found")
    public DatasetView get(@PathParam("id") String id) {
        return DatasetView.of(datasets.get(caller.tenant(), id));
    }

    @GET
    @Path("/{id}/preview")
    @Operation(summary = "First cells, their annotations, and first genes")
    @APIResponse(responseCode = "409", description = "The dataset is not READY.")
    public DatasetPreview preview(
            @PathParam("id") String id,
            @QueryParam("rows") @DefaultValue("10") @Min(1) @Max(1000) int rows) {
        return datasets.preview(caller.tenant(), id, rows);
    }

    @DELETE
    @Path("/{id}")
    @Operation(
            summary = "Delete a dataset and its bytes",
            description = "Refused while a job that is not finished uses it.")
    @APIResponse(responseCode = "204", description = "Gone.")
    @APIResponse(responseCode = "409", description = "A job that is not finished uses it.")
    public void delete(@PathParam("id") String id) {
        datasets.delete(caller.tenant(), id);
    }
}
