package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.service.AdaptationMethod;
import io.cuvette.reactormodel.app.service.AdaptationOrders;
import io.cuvette.reactormodel.app.service.AdaptationPlan;
import io.cuvette.reactormodel.app.service.AdaptationState;
import io.cuvette.reactormodel.app.service.Adaptations;
import io.cuvette.reactormodel.app.service.PublishedStarts;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Answers;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.service.training.JobAnswers;
import io.cuvette.service.training.ModelVersion;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The models of one reactor. */
@Path(ReactorResource.PATH + ReactorResource.ID + "/adaptations")
@Tag(
        name = "Adaptations",
        description = "Adapt a declared reactor to its runs, and ask the adapted model.")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReactorAdaptationsResource {
    private static final int ACCEPTED = 202;

    /** The shortest that are queued take some seconds. */
    private static final int LOOK_AFTER_SECONDS = 2;

    private final Adaptations adaptations;
    private final VersionDirectory directory;
    private final Answers answers;
    private final Caller caller;

    ReactorAdaptationsResource(
            Adaptations adaptations, VersionDirectory directory, Answers answers, Caller caller) {
        this.adaptations = adaptations;
        this.directory = directory;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Adapt a reactor to its runs",
            description =
                    "By default estimates what is unknown and chooses a correction by runs that are"
                            + " left out in turn; or tunes the paper's network. Answers when the"
                            + " model is stored; what takes long is queued. With validateOnly=true"
                            + " nothing is computed or stored and the answer is 200.")
    @APIResponse(
            responseCode = "200",
            description = "What validateOnly found.",
            content = @Content(schema = @Schema(implementation = AdaptationCheckView.class)))
    @APIResponse(
            responseCode = "201",
            description = "Adapted and stored.",
            content = @Content(schema = @Schema(implementation = AdaptationView.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is queued; look at its state, not before Retry-After.",
            content = @Content(schema = @Schema(implementation = AdaptationView.class)))
    @APIResponse(
            responseCode = "422",
            description =
                    "There are no runs or too many, one cannot be followed, the method cannot be"
                            + " told of one, or it takes longer than a caller waits.")
    @APIResponse(responseCode = "429", description = "The reactor has too many adaptations.")
    public Response create(
            @PathParam("id") String id,
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @Parameter(description = "respond-async: queued, however short it is")
                    @HeaderParam(Preferences.HEADER)
                    List<String> preferences,
            @Parameter(schema = @Schema(type = SchemaType.BOOLEAN, defaultValue = "false"))
                    @QueryParam("validateOnly")
                    @DefaultValue("false")
                    String validateOnly,
            @NotNull @Valid AdaptationRequest request) {
        AdaptationMethod method = AdaptationChoice.of(request);
        AdaptationOrders.Wanted wanted =
                new AdaptationOrders.Wanted(
                        request.runs(),
                        () -> new AdaptationPlan(method, base(request)),
                        Preferences.areToRespondLater(preferences));
        if (JobAnswers.isTrue(validateOnly)) {
            return Response.ok(
                            AdaptationCheckView.of(adaptations.check(caller.tenant(), id, wanted)))
                    .build();
        }
        Answer answer =
                adaptations.create(
                        caller.tenant(),
                        id,
                        wanted,
                        IdempotencyKey.of(key),
                        RequestHash.of(
                                "POST " + ReactorResource.PATH + "/" + id + "/adaptations",
                                request),
                        row ->
                                answers.of(
                                        row.state == AdaptationState.READY ? 201 : ACCEPTED,
                                        AdaptationResource.PATH + "/" + row.id,
                                        AdaptationView.of(row)));
        return answer.status() == ACCEPTED
                ? Response.fromResponse(answer.toResponse())
                        .header(HttpHeaders.RETRY_AFTER, LOOK_AFTER_SECONDS)
                        .build()
                : answer.toResponse();
    }

    private Optional<ModelVersion> base(AdaptationRequest request) {
        return request.base()
                .map(
                        base ->
                                directory.find(
                                        PublishedStarts.MODEL,
                                        base.model(),
                                        base.version().orElse(VersionDirectory.LATEST)));
    }

    @GET
    @Operation(summary = "List the adapted models of a reactor, newest first")
    public Page<AdaptationView> list(
            @PathParam("id") String id,
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(
                        pageSize, pageToken, PageFilter.of(caller.tenant(), "adaptations", id));
        return Page.of(
                        adaptations.page(caller.tenant(), id, page.after(), page.fetchSize()),
                        page,
                        row -> row.id)
                .map(AdaptationView::of);
    }
}
