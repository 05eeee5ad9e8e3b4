package io.cuvette.batchcorrection.app.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.service.testing.TestTokens;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

/** The service as one tenant uses it, over HTTP. */
public final class Api {

    public static final String MODELS = "/api/v1/batch-correction/models";

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
        JsonPath problem = response.jsonPath();
        assertThat(problem.getString("errorCode")).as(body).isEqualTo(errorCode);
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("type")).startsWith("https://cuvette.dev/problems/");
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
        assertThat(problem.getString("instance")).isEqualTo(response.header("X-Request-Id"));
        assertThat(body).doesNotContain("io.cuvette", "java.", "Exception", "/tmp/");
        return problem;
    }

    /** A problem about one field. */
    public static JsonPath assertProblem(
            Response response, int status, String errorCode, String field) {
        JsonPath problem = assertProblem(response, status, errorCode);
        assertThat(problem.getList("errors.field", String.class))
                .as(response.asString())
                .containsExactly(field);
        assertThat(problem.getString("errors[0].message")).isNotBlank();
        return problem;
    }
}
