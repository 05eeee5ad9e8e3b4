package io.cuvette.training.app.rest;

import io.cuvette.training.app.service.AttemptRef;
import io.cuvette.training.app.service.AttemptService;
import io.cuvette.training.app.service.JobToken;
import io.cuvette.training.app.service.Problems;
import io.cuvette.training.app.service.PublicationService;
import io.cuvette.training.app.worker.protocol.Assignment;
import io.cuvette.training.app.worker.protocol.CheckpointRecord;
import io.cuvette.training.app.worker.protocol.FailureReport;
import io.cuvette.training.app.worker.protocol.HeartbeatAnswer;
import io.cuvette.training.app.worker.protocol.ProgressReport;
import io.cuvette.training.app.worker.protocol.PublishAnswer;
import io.cuvette.training.app.worker.protocol.PublishRequest;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Workers' calls. The path is never routed by the gateway; the token of one attempt of one job is
 * the only credential, and opens nothing else.
 */
@Path("/internal/v1/jobs/{id}/attempts/{attempt}")
@PermitAll
@Tag(name = "Workers", description = "Internal: what a worker reports of its attempt.")
public class AttemptResource {

    private static final String BEARER = "Bearer ";

    private final AttemptService attempts;
    private final PublicationService publications;

    @PathParam("id")
    String id;

    @PathParam("attempt")
    int attempt;

    @HeaderParam(HttpHeaders.AUTHORIZATION)
    Optional<String> authorization;

    @Inject
    public AttemptResource(AttemptService attempts, PublicationService publications) {
        this.attempts = attempts;
        this.publications = publications;
    }

    @GET
    @Operation(summary = "Fetch the assignment; the job is running from here on")
    public Assignment assignment() {
        return attempts.assignment(caller());
    }

    @POST
    @Path("/heartbeat")
    @Operation(summary = "Keep the lease and learn of stop requests")
    public HeartbeatAnswer heartbeat() {
        return HeartbeatAnswer.of(attempts.heartbeat(caller()));
    }

    @POST
    @Path("/progress")
    @Operation(summary = "Report progress and notices")
    public void progress(@NotNull @Valid ProgressReport report) {
        attempts.progress(caller(), report);
    }

    @POST
    @Path("/checkpoints")
    @Operation(summary = "Record a checkpoint whose object is whole")
    public void checkpoint(@NotNull @Valid CheckpointRecord checkpoint) {
        attempts.checkpoint(caller(), checkpoint);
    }

    @POST
    @Path("/publish")
    @Operation(summary = "Make the uploaded artifacts a model version; at most once")
    public Response publish(@NotNull @Valid PublishRequest request) {
        int version = publications.publish(caller(), request);
        return Response.status(Response.Status.CREATED).entity(new PublishAnswer(version)).build();
    }

    @POST
    @Path("/failure")
    @Operation(summary = "The attempt ended without a model")
    public void failure(@NotNull @Valid FailureReport report) {
        attempts.failed(caller(), report);
    }

    @POST
    @Path("/stopped")
    @Operation(summary = "The attempt stopped as it was asked")
    public void stopped() {
        attempts.stopped(caller());
    }

    private AttemptRef caller() {
        return authorization
                .filter(header -> header.startsWith(BEARER))
                .flatMap(header -> JobToken.parse(header.substring(BEARER.length())))
                .map(token -> AttemptRef.of(token, id, attempt))
                .orElseThrow(Problems::unauthorized);
    }
}
