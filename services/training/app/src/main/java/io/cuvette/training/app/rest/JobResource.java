package io.cuvette.training.app.rest;

import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.training.app.persistence.JobEntity;
import io.cuvette.training.app.service.EventFeed;
import io.cuvette.training.app.service.JobEvent;
import io.cuvette.training.app.service.JobRequest;
import io.cuvette.training.app.service.JobService;
import io.cuvette.training.app.service.JobState;
import io.cuvette.training.app.service.Problems;
import io.cuvette.training.core.program.JobCheck;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Training jobs. */
@Path(JobResource.PATH)
@Tag(name = "Jobs", description = "File, watch, stop, resume and retry training jobs.")
public class JobResource {

    static final String PATH = "/api/v1/jobs";

    private final JobService jobs;
    private final EventFeed feed;
    private final Filing filing;
    private final Caller caller;

    @Inject
    public JobResource(JobService jobs, EventFeed feed, Filing filing, Caller caller) {
        this.jobs = jobs;
        this.feed = feed;
        this.filing = filing;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "File a job",
            description =
                    "202 once the job is durable. With validateOnly=true nothing is stored and the"
                            + " answer holds findings and an estimate.")
    @APIResponse(
            responseCode = "202",
            description = "Filed; Location is the job.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "200",
            description = "What validateOnly found.",
            content = @Content(schema = @Schema(implementation = JobCheckView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The dataset is not READY, or the name is another family's.")
    @APIResponse(responseCode = "422", description = "The job cannot succeed; errors holds why.")
    public Response file(
            @QueryParam("validateOnly") @DefaultValue("false") boolean validateOnly,
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @NotNull @Valid NewJob request) {
        filing.limit("settings", request.settings());
        TenantId tenant = caller.tenant();
        JobRequest job = request.request();
        if (validateOnly) {
            JobCheck check = jobs.check(tenant, job);
            return Response.ok(new JobCheckView(check.findings(), check.estimate())).build();
        }
        return filing.file(tenant, key, PATH, request, () -> filed(jobs.file(tenant, job)));
    }

    @GET
    @Operation(summary = "List jobs, newest first")
    public Page<JobView> list(
            @QueryParam("state") String state,
            @QueryParam("family") String family,
            @Parameter(description = "id of a sweep, for its trials") @QueryParam("sweepId")
                    String sweepId,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(
                        pageSize,
                        pageToken,
                        PageFilter.of(caller.tenant(), "jobs", state, family, sweepId));
        return Page.of(
                        jobs.page(
                                caller.tenant(),
                                Problems.constant("state", state, JobState.class),
                                Optional.ofNullable(family),
                                Optional.ofNullable(sweepId),
                                page.after(),
                                page.fetchSize()),
                        page,
                        job -> job.id)
                .map(JobView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show a job")
    public JobView get(@PathParam("id") String id) {
        return JobView.of(jobs.get(caller.tenant(), id));
    }

    @GET
    @Path("/{id}/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Blocking
    @Operation(
            summary = "Stream a job's history and future",
            description =
                    "Events state, progress and message with increasing ids; resumes behind"
                            + " Last-Event-ID; a comment every 15 s; ends after a final state.")
    @APIResponse(
            responseCode = "200",
            description = "Events until the job is over.",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(type = SchemaType.STRING)))
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.LAST_EVENT_ID_HEADER) @DefaultValue("0") @Min(0)
                    long lastEventId,
            @Context Sse sse) {
        return feed.stream(caller.tenant(), id, lastEventId).map(event -> outbound(sse, event));
    }

    private static OutboundSseEvent outbound(Sse sse, JobEvent event) {
        if (event.isHeartbeat()) {
            return sse.newEventBuilder().comment("heartbeat").build();
        }
        return sse.newEventBuilder()
                .id(Long.toString(event.id()))
                .name(event.kind())
                .data(String.class, event.data())
                .build();
    }

    @POST
    @Path("/{id}:cancel")
    @Operation(summary = "Stop a job for good")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The job is in a state that does not allow it.")
    public Response cancel(@PathParam("id") String id) {
        return accepted(jobs.cancel(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:suspend")
    @Operation(summary = "Checkpoint and stop a job until it is resumed")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The job is in a state that does not allow it.")
    public Response suspend(@PathParam("id") String id) {
        return accepted(jobs.suspend(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:resume")
    @Operation(summary = "Queue a suspended job again; it goes on from its newest checkpoint")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The job is in a state that does not allow it.")
    public Response resume(@PathParam("id") String id) {
        return accepted(jobs.resume(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:retry")
    @Operation(summary = "Queue a failed job again; it goes on from its newest checkpoint")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = JobView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The job is in a state that does not allow it.")
    public Response retry(@PathParam("id") String id) {
        return accepted(jobs.retry(caller.tenant(), id));
    }

    private static Response accepted(JobEntity job) {
        return filed(job).accepted();
    }

    private static Filing.Filed filed(JobEntity job) {
        return new Filing.Filed(PATH, job.id, JobView.of(job));
    }
}
