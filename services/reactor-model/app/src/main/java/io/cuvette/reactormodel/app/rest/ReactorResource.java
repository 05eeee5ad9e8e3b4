package io.cuvette.reactormodel.app.rest;

import io.cuvette.reactormodel.app.declaration.DeclarationReader;
import io.cuvette.reactormodel.app.declaration.ReactorDeclaration;
import io.cuvette.reactormodel.app.persistence.ReactorEntity;
import io.cuvette.reactormodel.app.service.Reactors;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.idempotency.Answers;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Declared reactors. */
@Path(ReactorResource.PATH)
@Tag(name = "Reactors", description = "Declare a reactor, simulate it, and see what drives it.")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class ReactorResource {
    static final String PATH = "/api/v1/reactor-model/reactors";

    /** An id as a path segment that ends before a verb. */
    static final String ID = "/{id: [^/:]+}";

    private final Reactors reactors;
    private final Answers answers;
    private final Caller caller;

    ReactorResource(Reactors reactors, Answers answers, Caller caller) {
        this.reactors = reactors;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Operation(
            summary = "Declare a reactor",
            description =
                    "All that is wrong is told at once, in the order of the fields. Units other"
                            + " than those of the names are converted.")
    @APIResponse(
            responseCode = "201",
            description = "Declared.",
            content = @Content(schema = @Schema(implementation = ReactorView.class)))
    @APIResponse(responseCode = "429", description = "There are too many reactors.")
    public Response create(
            @HeaderParam(IdempotencyKey.HEADER) String key,
            @NotNull @Valid ReactorDeclaration request) {
        return reactors.create(
                        caller.tenant(),
                        request.name(),
                        DeclarationReader.read(request),
                        IdempotencyKey.of(key),
                        RequestHash.of("POST " + PATH, request),
                        reactor ->
                                answers.of(201, PATH + "/" + reactor.id, ReactorView.of(reactor)))
                .toResponse();
    }

    @GET
    @Operation(summary = "List reactors, newest first")
    public Page<ReactorView> list(
            @QueryParam("pageSize") Integer pageSize, @QueryParam("pageToken") String pageToken) {
        PageRequest page =
                PageRequest.of(pageSize, pageToken, PageFilter.of(caller.tenant(), "reactors"));
        return Page.of(
                        reactors.page(caller.tenant(), page.after(), page.fetchSize()),
                        page,
                        reactor -> reactor.id)
                .map(ReactorView::of);
    }

    @GET
    @Path(ID)
    @Operation(summary = "Show a reactor; ETag is its entity tag")
    @APIResponse(
            responseCode = "200",
            description = "The reactor.",
            content = @Content(schema = @Schema(implementation = ReactorView.class)))
    public Response get(@PathParam("id") String id) {
        return answer(reactors.get(caller.tenant(), id));
    }

    @PUT
    @Path(ID)
    @Operation(
            summary = "Replace a declaration",
            description =
                    "Needs the entity tag of what was read in If-Match. The type stays. Models that"
                            + " are already adapted stay those of the revision they name. Files of"
                            + " runs stay as they were sent and are read for the reactor as it is"
                            + " declared when it is adapted: a corrected declaration corrects its"
                            + " runs, and one that a file no longer suits has adaptations to it"
                            + " refused (422, naming the file).")
    @APIResponse(
            responseCode = "200",
            description = "Replaced; ETag is the new entity tag.",
            content = @Content(schema = @Schema(implementation = ReactorView.class)))
    @APIResponse(responseCode = "412", description = "Changed by someone else; read it again.")
    @APIResponse(responseCode = "428", description = "Send the entity tag in If-Match.")
    public Response replace(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch,
            @NotNull @Valid ReactorDeclaration request) {
        return answer(
                reactors.replace(
                        caller.tenant(),
                        id,
                        ifMatch,
                        request.name(),
                        DeclarationReader.read(request)));
    }

    @DELETE
    @Path(ID)
    @Operation(summary = "Delete a reactor with its runs and models")
    @APIResponse(responseCode = "204", description = "Gone.")
    @APIResponse(responseCode = "412", description = "Changed by someone else; read it again.")
    public void delete(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        reactors.delete(caller.tenant(), id, Optional.ofNullable(ifMatch));
    }

    private static Response answer(ReactorEntity reactor) {
        return Response.ok(ReactorView.of(reactor))
                .header(HttpHeaders.ETAG, ETags.of(reactor.revision))
                .build();
    }
}
