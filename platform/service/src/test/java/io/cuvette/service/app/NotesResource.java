package io.cuvette.service.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.etag.ETags;
import io.cuvette.service.id.Ids;
import io.cuvette.service.idempotency.Answer;
import io.cuvette.service.idempotency.Idempotency;
import io.cuvette.service.idempotency.IdempotencyKey;
import io.cuvette.service.idempotency.RequestHash;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.page.Page;
import io.cuvette.service.page.PageFilter;
import io.cuvette.service.page.PageRequest;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Uses everything of the library once. */
@Path("/api/v1/notes")
public class NotesResource {

    private static final long VERSION = 3;

    @Inject Caller caller;
    @Inject EntityManager database;
    @Inject Idempotency idempotency;
    @Inject ObjectMapper mapper;
    @Inject ObjectStore store;

    @POST
    public Response create(
            @HeaderParam(IdempotencyKey.HEADER) String key, @NotNull @Valid NoteRequest body) {
        return idempotency
                .execute(
                        caller.tenant(),
                        IdempotencyKey.of(key),
                        RequestHash.of("POST /api/v1/notes", body),
                        () -> insert(body))
                .toResponse();
    }

    @GET
    public Page<String> list(
            @QueryParam("pageSize") Integer pageSize,
            @QueryParam("pageToken") String pageToken,
            @QueryParam("text") String text) {
        PageRequest page =
                PageRequest.of(pageSize, pageToken, PageFilter.of(caller.tenant(), "notes", text));
        List<String> ids =
                database.createQuery(
                                "select n.id from Note n where n.tenant = :tenant and n.id > :after"
                                        + " order by n.id",
                                String.class)
                        .setParameter("tenant", caller.tenant().value())
                        .setParameter("after", page.after().orElse(""))
                        .setMaxResults(page.fetchSize())
                        .getResultList();
        return Page.of(ids, page, id -> id);
    }

    @GET
    @Path("view")
    @Produces(MediaType.APPLICATION_JSON)
    public Response view() {
        return Response.ok(
                        new NoteView("1", "hello", Instant.EPOCH.plusMillis(1), Optional.empty()))
                .tag("v" + VERSION)
                .build();
    }

    @PUT
    @Path("view")
    public String change(@HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, String text) {
        ETags.requireMatch(ifMatch, VERSION);
        return text;
    }

    @GET
    @Path("whoami")
    public String whoami() {
        return caller.tenant() + "/" + caller.subject() + "/" + caller.isAdmin();
    }

    @GET
    @Path("admin")
    @RolesAllowed("admin")
    public String admin() {
        return "admin";
    }

    @GET
    @Path("stored/{id}")
    public String stored(@PathParam("id") String id) {
        return store.stat(ObjectKeys.dataset(caller.tenant(), id)).etag();
    }

    @GET
    @Path("broken")
    public String broken() {
        throw new IllegalStateException("secret of io.cuvette.Internals at /home/someone");
    }

    @GET
    @Path("illegal")
    public String illegal() {
        throw new ProblemException(ErrorCode.ILLEGAL_STATE, "The job is over.");
    }

    private Answer insert(NoteRequest request) {
        if (request.text().equals("fail")) {
            throw new ProblemException(ErrorCode.UNPROCESSABLE, "Told to fail.");
        }
        Note note = new Note();
        note.id = Ids.next();
        note.tenant = caller.tenant().value();
        note.text = request.text();
        database.persist(note);
        NoteView view = new NoteView(note.id, note.text, Instant.now(), Optional.of("made once"));
        try {
            return Answer.of(201, "/api/v1/notes/" + note.id, mapper.writeValueAsString(view));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
