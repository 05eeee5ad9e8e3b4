package io.cuvette.service.openapi;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.Problem;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * What the documents of all services have in common, seen from in front of the gateway: how callers
 * identify themselves, and what errors look like.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ApiDocument implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final String JSON_NODE = "JsonNode";
    private static final String INFERENCE_ERROR = "InferenceError";
    private static final String REQUEST_ID = "01jd3v8k5q2m7x9c4b6n0pzrta";

    @Override
    public void filterOpenAPI(OpenAPI document) {
        // calls go to where the page is from, which is the gateway
        document.setServers(List.of(OASFactory.createServer().url("/")));
        if (document.getComponents() == null) {
            document.setComponents(OASFactory.createComponents());
        }
        addSecurity(document);
        Components components = document.getComponents();
        openJson(components);
        components.addSchema(PROBLEM, problem());
        components.addSchema(INFERENCE_ERROR, inferenceError());
        if (document.getPaths() != null) {
            document.getPaths()
                    .getPathItems()
                    .forEach(
                            (path, item) ->
                                    item.getOperations()
                                            .values()
                                            .forEach(operation -> addErrors(path, operation)));
        }
    }

    /** Free-form JSON is an object, not what the library's class for it looks like. */
    private static void openJson(Components components) {
        Map<String, Schema> schemas = components.getSchemas();
        if (schemas == null || !schemas.containsKey(JSON_NODE)) {
            return;
        }
        for (Schema schema : schemas.values()) {
            Map<String, Schema> properties = schema.getProperties();
            if (properties != null) {
                List.copyOf(properties.entrySet()).stream()
                        .filter(property -> isJson(property.getValue()))
                        .forEach(
                                property ->
                                        schema.addProperty(
                                                property.getKey(),
                                                OASFactory.createSchema()
                                                        .addType(SchemaType.OBJECT)));
            }
        }
        components.removeSchema(JSON_NODE);
        components.removeSchema(JSON_NODE + "Type");
    }

    /** The library's class is a list of itself. */
    private static boolean isJson(Schema schema) {
        Schema items = schema.getItems();
        return items != null && items.getRef() != null && items.getRef().endsWith("/" + JSON_NODE);
    }

    private static void addSecurity(OpenAPI document) {
        document.getComponents()
                .addSecurityScheme(
                        "apiKey",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.APIKEY)
                                .in(SecurityScheme.In.HEADER)
                                .name("X-Api-Key")
                                .description("A key made at /api/v1/api-keys."))
                .addSecurityScheme(
                        "bearer",
                        OASFactory.createSecurityScheme()
                                .type(SecurityScheme.Type.HTTP)
                                .scheme("bearer")
                                .bearerFormat("JWT")
                                .description("A token of the gateway's OpenID Connect issuer."));
        document.setSecurity(
                List.of(
                        OASFactory.createSecurityRequirement().addScheme("apiKey"),
                        OASFactory.createSecurityRequirement().addScheme("bearer")));
    }

    private static void addErrors(String path, Operation operation) {
        if (path.startsWith("/v2/health") || path.equals("/v2")) {
            operation.setSecurity(List.of());
            return;
        }
        boolean inference = path.startsWith("/v2/");
        if (operation.getResponses() == null) {
            operation.setResponses(OASFactory.createAPIResponses());
        }
        if (!inference) {
            fillErrors(operation);
        }
        addError(operation, inference, "401", ErrorCode.UNAUTHENTICATED, "No valid key or token.");
        if (operation.getRequestBody() != null || operation.getParameters() != null) {
            addError(
                    operation,
                    inference,
                    "400",
                    ErrorCode.INVALID_REQUEST,
                    "Something in the request is not valid; the body names it.");
        }
        if (path.contains("{")) {
            addError(operation, inference, "404", ErrorCode.NOT_FOUND, "It is not there.");
        }
        addError(
                operation,
                inference,
                "default",
                ErrorCode.INTERNAL,
                inference ? "Any other error." : "Any other error; errorCode tells which.");
    }

    private static void addError(
            Operation operation,
            boolean inference,
            String status,
            ErrorCode code,
            String description) {
        if (!operation.getResponses().hasAPIResponse(status)) {
            operation
                    .getResponses()
                    .addAPIResponse(
                            status,
                            OASFactory.createAPIResponse()
                                    .description(description)
                                    .content(errorContent(inference, code, description)));
        }
    }

    /** Errors that an operation declares by status and description alone. */
    private static void fillErrors(Operation operation) {
        operation
                .getResponses()
                .getAPIResponses()
                .forEach(
                        (status, response) -> {
                            if (status.startsWith("4") && response.getContent() == null) {
                                response.setContent(
                                        OASFactory.createContent()
                                                .addMediaType(
                                                        Problem.MEDIA_TYPE,
                                                        OASFactory.createMediaType()
                                                                .schema(ref(PROBLEM))));
                            }
                        });
    }

    private static Content errorContent(boolean inference, ErrorCode code, String description) {
        MediaType body =
                OASFactory.createMediaType()
                        .schema(ref(inference ? INFERENCE_ERROR : PROBLEM))
                        .example(
                                inference
                                        ? Map.of("error", description)
                                        : example(code, description));
        return OASFactory.createContent()
                .addMediaType(inference ? "application/json" : Problem.MEDIA_TYPE, body);
    }

    private static Schema ref(String name) {
        return OASFactory.createSchema().ref(name);
    }

    private static Map<String, Object> example(ErrorCode code, String detail) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("type", code.type());
        example.put("title", code.title());
        example.put("status", code.status());
        example.put("detail", detail);
        example.put("instance", REQUEST_ID);
        example.put("errorCode", code.name());
        return example;
    }

    private static Schema problem() {
        Schema field =
                object("One field that is wrong.")
                        .addProperty("field", text("Where, as a path into the body."))
                        .addProperty("code", text("Stable code."))
                        .addProperty("message", text("What is wrong and what to do."));
        return object("An error (RFC 9457).")
                .addProperty("type", text("URI of the kind of problem."))
                .addProperty("title", text("The kind in words."))
                .addProperty(
                        "status",
                        OASFactory.createSchema()
                                .addType(SchemaType.INTEGER)
                                .description("HTTP status."))
                .addProperty("detail", text("What is wrong here and what to do."))
                .addProperty("instance", text("Id of the request, to find it in the logs."))
                .addProperty("errorCode", text("Stable code of the kind."))
                .addProperty(
                        "errors",
                        OASFactory.createSchema()
                                .addType(SchemaType.ARRAY)
                                .description("The fields that are wrong; absent when none is.")
                                .items(field));
    }

    private static Schema inferenceError() {
        return object("An error of the Open Inference Protocol.")
                .addProperty("error", text("What is wrong."));
    }

    private static Schema object(String description) {
        return OASFactory.createSchema().addType(SchemaType.OBJECT).description(description);
    }

    private static Schema text(String description) {
        return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
    }
}
