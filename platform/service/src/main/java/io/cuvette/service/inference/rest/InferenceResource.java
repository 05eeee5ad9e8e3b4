package io.cuvette.service.inference.rest;

import io.cuvette.service.identity.Caller;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.inference.InferenceConfig;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.protocol.Documents.ModelDescription;
import io.cuvette.service.inference.protocol.Documents.ModelReady;
import io.cuvette.service.inference.protocol.Documents.ServerLive;
import io.cuvette.service.inference.protocol.Documents.ServerMetadata;
import io.cuvette.service.inference.protocol.Documents.ServerReady;
import io.cuvette.service.inference.protocol.EncodedAnswer;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * The Open Inference Protocol V2 over REST, with the binary tensor data extension.
 *
 * @see <a href="https://github.com/kserve/open-inference-protocol">Open Inference Protocol</a>
 */
@Path("/v2")
// by reference: a tag with a description stays in documents of services without these operations
@Tag(ref = "Inference")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@EndpointDisabled(name = "cuvette.inference.enabled", stringValue = "false")
public class InferenceResource {

    private static final String JSON_LENGTH_HEADER = "Inference-Header-Content-Length";
    private static final String REQUEST =
            "Tensors as JSON, or as bytes behind the JSON, whose length Inference-Header-Content-Length"
                    + " then tells (binary_tensor_data). The model's metadata lists its inputs.";
    private static final String EXAMPLE =
            """
            {"inputs": [{"name": "X", "datatype": "FP32", "shape": [1, 3], "data": [0, 2, 5]}]}\
            """;
    private static final List<String> EXTENSIONS = List.of("binary_tensor_data");

    private final InferenceConfig config;
    private final String version;
    private final Caller caller;
    private final ModelDirectory directory;
    private final InferenceService service;

    @Inject
    InferenceResource(
            InferenceConfig config,
            @ConfigProperty(name = "quarkus.application.version", defaultValue = "unknown")
                    String version,
            Caller caller,
            ModelDirectory directory,
            InferenceService service) {
        this.config = config;
        this.version = version;
        this.caller = caller;
        this.directory = directory;
        this.service = service;
    }

    @GET
    @Operation(summary = "Name, version and extensions of the server")
    public ServerMetadata server() {
        return new ServerMetadata(config.serverName(), version, EXTENSIONS);
    }

    @GET
    @Path("/health/live")
    @Operation(summary = "Whether the server runs")
    public ServerLive live() {
        return new ServerLive(true);
    }

    @GET
    @Path("/health/ready")
    @Operation(summary = "Whether models can be asked")
    public Response ready() {
        boolean ready = directory.isReady();
        return readiness(ready, new ServerReady(ready));
    }

    @GET
    @Path("/models/{model}")
    @Operation(summary = "Versions, inputs and outputs of a model")
    public ModelDescription model(@PathParam("model") String model) {
        return describe(model, Optional.empty());
    }

    @GET
    @Path("/models/{model}/versions/{version}")
    @Operation(summary = "Inputs and outputs of a version or alias")
    public ModelDescription modelVersion(
            @PathParam("model") String model, @PathParam("version") String modelVersion) {
        return describe(model, Optional.of(modelVersion));
    }

    @GET
    @Path("/models/{model}/ready")
    @Operation(summary = "Whether a model answers")
    public Response modelReady(@PathParam("model") String model) {
        return readiness(model, Optional.empty());
    }

    @GET
    @Path("/models/{model}/versions/{version}/ready")
    @Operation(summary = "Whether a version or alias answers")
    public Response modelVersionReady(
            @PathParam("model") String model, @PathParam("version") String modelVersion) {
        return readiness(model, Optional.of(modelVersion));
    }

    @POST
    @Path("/models/{model}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Ask a model", description = REQUEST)
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        example = EXAMPLE),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response infer(
            @PathParam("model") String model, @Context RoutingContext routing, InputStream body)
            throws IOException {
        return infer(model, Optional.empty(), routing, body);
    }

    @POST
    @Path("/models/{model}/versions/{version}/infer")
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.WILDCARD)
    @Operation(summary = "Ask a version or alias", description = REQUEST)
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(type = SchemaType.OBJECT),
                        example = EXAMPLE),
                @Content(
                        mediaType = MediaType.APPLICATION_OCTET_STREAM,
                        schema = @Schema(type = SchemaType.STRING, format = "binary"))
            })
    public Response inferVersion(
            @PathParam("model") String model,
            @PathParam("version") String modelVersion,
            @Context RoutingContext routing,
            InputStream body)
            throws IOException {
        return infer(model, Optional.of(modelVersion), routing, body);
    }

    @GET
    @Path("/{path:.+}")
    @Operation(hidden = true)
    public Response unknownGet(@PathParam("path") String path) {
        throw Paths.unknown("GET", path);
    }

    @POST
    @Path("/{path:.*}")
    @Operation(hidden = true)
    public Response unknownPost(@PathParam("path") String path) {
        throw Paths.unknown("POST", path);
    }

    @ServerExceptionMapper
    Response refused(InferenceException problem) {
        return InferenceErrors.of(problem);
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException problem) {
        return InferenceErrors.of(problem);
    }

    @ServerExceptionMapper
    Response failed(Throwable problem) {
        return InferenceErrors.of(problem);
    }

    private ModelDescription describe(String model, Optional<String> versionOrAlias) {
        TenantId tenant = caller.tenant();
        ModelDirectory.Found found = directory.find(tenant, model, versionOrAlias);
        return ModelDescription.of(
                model,
                found.provider().versions(tenant, model),
                found.provider().signature(tenant, model, found.version()));
    }

    private Response readiness(String model, Optional<String> versionOrAlias) {
        TenantId tenant = caller.tenant();
        ModelDirectory.Found found = directory.find(tenant, model, versionOrAlias);
        boolean ready = found.provider().isReady(tenant, model, found.version());
        return readiness(ready, new ModelReady(model, ready));
    }

    private static Response readiness(boolean ready, Object entity) {
        return Response.status(
                        ready ? Response.Status.OK.getStatusCode() : Reason.UNAVAILABLE.status())
                .entity(entity)
                .build();
    }

    private Response infer(
            String model, Optional<String> versionOrAlias, RoutingContext routing, InputStream body)
            throws IOException {
        ModelDirectory.Found found = directory.find(caller.tenant(), model, versionOrAlias);
        EncodedAnswer answer = service.infer(found, new IncomingRequest(routing, body));
        Response.ResponseBuilder response = Response.ok(answer.body());
        if (answer.jsonLength().isPresent()) {
            return response.type(MediaType.APPLICATION_OCTET_STREAM_TYPE)
                    .header(JSON_LENGTH_HEADER, answer.jsonLength().getAsInt())
                    .build();
        }
        return response.type(MediaType.APPLICATION_JSON_TYPE).build();
    }
}
