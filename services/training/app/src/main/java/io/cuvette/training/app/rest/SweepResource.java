package io.cuvette.training.app.rest;

import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.training.app.persistence.SweepEntity;
import io.cuvette.training.app.service.Problems;
import io.cuvette.training.app.service.SweepCheck;
import io.cuvette.training.app.service.SweepRequest;
import io.cuvette.training.app.service.SweepService;
import io.cuvette.training.app.service.SweepState;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Sweeps over settings. */
@Path(SweepResource.PATH)
@Tag(
        name = "Sweeps",
        description = "Search settings by trials, each a job, and compare what they reach.")
public class SweepResource {

    static final String PATH = "/api/v1/sweeps";

    private final SweepService sweeps;
    private final Filing filing;
    private final Caller caller;

    @Inject
    public SweepResource(SweepService sweeps, Filing filing, Caller caller) {
        this.sweeps = sweeps;
        this.filing = filing;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "File a sweep",
            description =
                    "202 once the sweep is durable; its trials are filed as jobs of their own. Every"
                            + " corner of the space is judged by the family before. With"
                            + " validateOnly=true nothing is stored.")
    @APIResponse(
            responseCode = "202",
            description = "Filed; Location is the sweep.",
            content = @Content(schema = @Schema(implementation = SweepView.class)))
    @APIResponse(
            responseCode = "200",
            description = "What validateOnly found.",
            content = @Content(schema = @Schema(implementation = SweepCheckView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The dataset is not READY, or the name is another family's.")
    @APIResponse(responseCode = "422", description = "The sweep cannot succeed; errors holds why.")
    public Response file(
            @QueryParam("validateOnly") @DefaultValue("false") boolean validateOnly,
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @NotNull @Valid NewSweep request) {
        filing.limit("settings", request.settings());
        filing.limit("search", request.search());
        TenantId tenant = caller.tenant();
        SweepRequest sweep = request.request();
        if (validateOnly) {
            SweepCheck check = sweeps.check(tenant, sweep);
            return Response.ok(
                            new SweepCheckView(check.findings(), check.trials(), check.estimate()))
                    .build();
        }
        return filing.file(tenant, key, PATH, request, () -> filed(sweeps.file(tenant, sweep)));
    }

    @GET
    @Operation(summary = "List sweeps, newest first")
    public Page<SweepView> list(
            @QueryParam("state") String state,
            @QueryParam("family") String family,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(
                        pageSize,
                        pageToken,
                        PageFilter.of(caller.tenant(), "sweeps", state, family));
        return Page.of(
                        sweeps.page(
                                caller.tenant(),
                                Problems.constant("state", state, SweepState.class),
                                Optional.ofNullable(family),
                                page.after(),
                                page.fetchSize()),
                        page,
                        sweep -> sweep.id)
                .map(SweepView::of);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Show a sweep with its progress and its best trial")
    public SweepView get(@PathParam("id") String id) {
        return SweepView.of(sweeps.known(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:cancel")
    @Operation(summary = "Stop a sweep and its trials for good; what they have published stays")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = SweepView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The sweep is in a state that does not allow it.")
    public Response cancel(@PathParam("id") String id) {
        return accepted(sweeps.cancel(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:suspend")
    @Operation(summary = "File no more trials and suspend those under way")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = SweepView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The sweep is in a state that does not allow it.")
    public Response suspend(@PathParam("id") String id) {
        return accepted(sweeps.suspend(caller.tenant(), id));
    }

    @POST
    @Path("/{id}:resume")
    @Operation(summary = "Go on with a suspended sweep and its trials")
    @APIResponse(
            responseCode = "202",
            description = "Accepted; look at the state.",
            content = @Content(schema = @Schema(implementation = SweepView.class)))
    @APIResponse(
            responseCode = "409",
            description = "The sweep is in a state that does not allow it.")
    public Response resume(@PathParam("id") String id) {
        return accepted(sweeps.resume(caller.tenant(), id));
    }

    private static Response accepted(SweepEntity sweep) {
        return filed(sweep).accepted();
    }

    private static Filing.Filed filed(SweepEntity sweep) {
        return new Filing.Filed(PATH, sweep.id, SweepView.of(sweep));
    }
}
