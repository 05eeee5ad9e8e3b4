package io.cuvette.reactormodel.app.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The service as one tenant uses it, over HTTP. */
public final class Api {
    public static final String ROOT = "/api/v1/reactor-model";

    /** The paper's tank. */
    public static final String CSTR =
            """
            {"name": "pilot tank", "type": "cstr", "basedOn": "nominal"}
            """;

    /** The paper's tube. */
    public static final String TUBE =
            """
            {"name": "tube", "type": "plug_flow", "basedOn": "nominal"}
            """;

    private final String tenant;

    public Api(String tenant) {
        this.tenant = tenant;
    }

    public RequestSpecification call() {
        // verbs stand behind a colon, which RestAssured would escape
        return given().urlEncodingEnabled(false)
                .auth()
                .oauth2(TestTokens.forTenant(tenant))
                .contentType(ContentType.JSON)
                .accept(ContentType.JSON);
    }

    public Response get(String path) {
        return call().get(ROOT + path);
    }

    public Response post(String path, String json) {
        return call().body(json).post(ROOT + path);
    }

    public Response put(String path, String ifMatch, String json) {
        RequestSpecification call = call().body(json);
        return (ifMatch == null ? call : call.header("If-Match", ifMatch)).put(ROOT + path);
    }

    public Response delete(String path) {
        return call().delete(ROOT + path);
    }

    /** Sends a file of runs. */
    public Response send(String reactor, String mediaType, byte[] content) {
        return call().contentType(mediaType)
                .body(content)
                .post(ROOT + "/reactors/" + reactor + "/runs");
    }

    /** Declares a reactor and answers its id. */
    public String reactor(String json) {
        return ok(post("/reactors", json), 201).getString("id");
    }

    /** The body of an answer that is as expected. */
    public static JsonPath ok(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response.jsonPath();
    }

    /** The messages of a refusal by field. */
    public static Map<String, String> findings(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        Map<String, String> messages = new HashMap<>();
        List<Map<String, String>> errors = response.jsonPath().getList("errors");
        if (errors != null) {
            errors.forEach(error -> messages.put(error.get("field"), error.get("message")));
        }
        return messages;
    }

    /** The error code of a refusal. */
    public static String code(Response response, int status) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
        return response.jsonPath().getString("errorCode");
    }
}
