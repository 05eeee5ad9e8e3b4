package io.cuvette.batchcorrection.app.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.service.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The service as one tenant uses it, over HTTP. */
public final class Api {

    public static final String MODELS = "/api/v1/batch-correction/models";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String tenant;

    public Api(String tenant) {
        this.tenant = tenant;
    }

    public RequestSpecification call() {
        // verbs stand behind a colon, which RestAssured would escape
        return given().urlEncodingEnabled(false).auth().oauth2(TestTokens.forTenant(tenant));
    }

    /** Below {@link #MODELS}. */
    public Response get(String path) {
        return call().get(MODELS + path);
    }

    /** Below {@link #MODELS}, as JSON; a text is sent as it is. */
    public Response post(String path, Object body) {
        return call().contentType(ContentType.JSON).body(body).post(MODELS + path);
    }

    public static JsonPath json(Response response) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return response.jsonPath();
    }

    /** A problem in full; its words name the service's own things and nothing internal. */
    public static JsonPath assertProblem(Response response, int status, String errorCode) {
        String body = response.asString();
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/problem+json");
        JsonNode problem = parsed(body);
        assertThat(problem.path("errorCode").asText()).as(body).isEqualTo(errorCode);
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).startsWith("https://cuvette.dev/problems/");
        assertThat(problem.path("title").asText()).isNotBlank();
        assertThat(problem.path("detail").asText()).isNotBlank();
        assertThat(problem.path("instance").asText()).isEqualTo(response.header("X-Request-Id"));
        assertThat(body).doesNotContain("io.cuvette", "java.", "Exception", "/tmp/");
        return response.jsonPath();
    }

    /** A problem about one field. */
    public static JsonPath assertProblem(
            Response response, int status, String errorCode, String field) {
        JsonPath problem = assertProblem(response, status, errorCode);
        JsonNode errors = parsed(response.asString()).path("errors");
        assertThat(errors).as(response.asString()).hasSize(1);
        assertThat(errors.get(0).path("field").asText()).isEqualTo(field);
        assertThat(errors.get(0).path("code").asText()).isNotBlank();
        assertThat(errors.get(0).path("message").asText()).isNotBlank();
        return problem;
    }

    /** A problem about one field, by the finding's code. */
    public static JsonPath assertProblem(
            Response response, int status, String errorCode, String field, String code) {
        JsonPath problem = assertProblem(response, status, errorCode, field);
        assertThat(problem.getString("errors[0].code")).isEqualTo(code);
        return problem;
    }

    /** Jackson instead of paths, which RestAssured compiles anew each time. */
    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + body, e);
        }
    }
}
