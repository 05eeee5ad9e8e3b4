package io.cuvette.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.cuvette.gateway.error.GatewayError;
import io.cuvette.gateway.error.Problem;
import io.cuvette.gateway.error.ProblemException;
import io.cuvette.gateway.identity.Role;
import io.cuvette.gateway.identity.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Keys for programs. Only administrators manage them. */
@Path("/api/v1/api-keys")
@Tag(name = "API keys", description = "Keys for programs. Only administrators manage them.")
@APIResponse(
        responseCode = "400",
        description = "Something is not valid; the body names it.",
        content =
                @Content(
                        mediaType = Problem.MEDIA_TYPE,
                        schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "401",
        description = "No valid key or token.",
        content =
                @Content(
                        mediaType = Problem.MEDIA_TYPE,
                        schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "403",
        description = "The caller is no administrator.",
        content =
                @Content(
                        mediaType = Problem.MEDIA_TYPE,
                        schema = @Schema(implementation = Problem.class)))
@APIResponse(
        responseCode = "default",
        description = "Any other error; errorCode tells which.",
        content =
                @Content(
                        mediaType = Problem.MEDIA_TYPE,
                        schema = @Schema(implementation = Problem.class)))
@RolesAllowed("admin")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public class ApiKeysResource {
    private static final String PATH = "/api/v1/api-keys/";
    private static final int MAX_PAGE = 200;
    private static final int MAX_NAME = 200;
    private static final Pattern ID = Pattern.compile("[0-9a-z]{26}");
    static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    private final ApiKeys keys;
    private final SecurityIdentity identity;

    ApiKeysResource(ApiKeys keys, SecurityIdentity identity) {
        this.keys = keys;
        this.identity = identity;
    }

    /**
     * A request for a key.
     *
     * @param name what the key is for, 1 to 200 characters
     * @param tenant whose key it is; {@code default} when left out
     * @param role {@code user} (when left out) or {@code admin}
     */
    public record NewApiKey(
            @Schema(
                            description = "What the key is for.",
                            examples = "nightly pipeline",
                            required = true)
                    String name,
            @Schema(description = "Whose key it is; default when left out.", examples = "lab-1")
                    String tenant,
            @Schema(description = "user, when left out, or admin.", examples = "user")
                    String role) {}

    /** A key's record and, in the answer that made it, the key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MadeApiKey(@JsonUnwrapped KeyRecord apiKey, String key) {}

    /** A page of records. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ApiKeyPage(List<KeyRecord> items, String nextPageToken) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Make a key",
            description =
                    "The key itself is only in this answer. A repeated request with the same"
                            + " Idempotency-Key makes no second key and answers 200 without it.")
    @APIResponse(
            responseCode = "201",
            description = "Made; the key is shown this once.",
            content = @Content(schema = @Schema(implementation = MadeApiKey.class)))
    public Response create(
            NewApiKey request, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
        if (request == null) {
            throw ProblemException.ofField("name", "REQUIRED", "say what the key is for");
        }
        idempotencyKey
                .filter(key -> !IDEMPOTENCY_KEY.matcher(key).matches())
                .ifPresent(
                        key -> {
                            throw new ProblemException(
                                    GatewayError.INVALID_IDEMPOTENCY_KEY,
                                    "Idempotency-Key must be 1 to 128 letters, digits, dots,"
                                            + " colons, hyphens or underscores; a UUID is fine.");
                        });
        Creation creation =
                keys.create(validated(request), identity.getPrincipal().getName(), idempotencyKey);
        URI location = URI.create(PATH + creation.key().id());
        if (creation instanceof Creation.Created created) {
            return Response.created(location)
                    .header("Cache-Control", "no-store")
                    .entity(new MadeApiKey(created.key(), created.secret().reveal()))
                    .build();
        }
        return Response.ok(new MadeApiKey(creation.key(), null)).location(location).build();
    }

    private static NewKey validated(NewApiKey request) {
        String name = request.name() == null ? "" : request.name().strip();
        if (name.isEmpty() || name.length() > MAX_NAME) {
            throw ProblemException.ofField("name", "LENGTH", "use 1 to 200 characters");
        }
        String tenant = request.tenant() == null ? TenantId.DEFAULT.value() : request.tenant();
        String role = request.role() == null ? Role.USER.key() : request.role();
        return new NewKey(
                name,
                tenant(tenant),
                Role.ofKey(role)
                        .orElseThrow(
                                () ->
                                        ProblemException.ofField(
                                                "role", "UNKNOWN", "use user or admin")));
    }

    private static TenantId tenant(String value) {
        if (!TenantId.isWellFormed(value)) {
            throw ProblemException.ofField(
                    "tenant", "MALFORMED", "use 1 to 63 of a-z, 0-9 and -, not - first");
        }
        return new TenantId(value);
    }

    @GET
    @Operation(summary = "List keys, oldest first")
    public ApiKeyPage list(
            @QueryParam("tenant") Optional<String> tenant,
            @QueryParam("pageSize") @DefaultValue("50") int pageSize,
            @QueryParam("pageToken") Optional<String> pageToken) {
        if (pageSize < 1 || pageSize > MAX_PAGE) {
            throw ProblemException.ofField("pageSize", "RANGE", "use 1 to " + MAX_PAGE);
        }
        String after = pageToken.orElse("");
        if (!after.isEmpty() && !ID.matcher(after).matches()) {
            throw new ProblemException(
                    GatewayError.INVALID_PAGE_TOKEN,
                    "pageToken: use nextPageToken of the page before");
        }
        List<KeyRecord> found = keys.list(tenant.map(ApiKeysResource::tenant), after, pageSize + 1);
        boolean more = found.size() > pageSize;
        List<KeyRecord> items = more ? found.subList(0, pageSize) : found;
        return new ApiKeyPage(items, more ? items.get(pageSize - 1).id() : null);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Look at a key's record")
    public KeyRecord get(@PathParam("id") String id) {
        return keys.get(id);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Revoke a key", description = "Revoking a revoked key changes nothing.")
    @APIResponse(responseCode = "204", description = "The key is not valid any more.")
    public void revoke(@PathParam("id") String id) {
        keys.revoke(id);
    }
}
