package io.cuvette.service.error;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.id.Ids;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@TestProfile(LibraryProfile.class)
class ProblemsTest {

    private static final String NOTES = "/api/v1/notes";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\":\"a\",\"copies\":1,\"x\":2}|x|UNKNOWN_FIELD|is not a known field; known are",
                "{\"text\":\"a\",\"copies\":\"many\"}|copies|INVALID_VALUE|must be a whole number",
                "{\"text\":\"a\",\"copies\":\"3\"}|copies|INVALID_VALUE|must be a whole number",
                "{\"text\":\"a\",\"copies\":1.5}|copies|INVALID_VALUE|must be a whole number",
                "{\"text\":\"a\",\"copies\":99999999999}|copies|INVALID_VALUE|outside the range",
                "{\"text\":\"a\",\"copies\":null}|copies|INVALID_VALUE|must be a whole number",
                "{\"text\":5,\"copies\":1}|text|INVALID_VALUE|must be a text",
                "{\"text\":{},\"copies\":1}|text|INVALID_VALUE|must be a text",
                "{\"text\":\"a\",\"copies\":1,\"colour\":\"BLUE\"}|colour|INVALID_VALUE|one of RED, GREEN",
                "{\"text\":\"a\",\"copies\":1,\"due\":\"soon\"}|due|INVALID_VALUE|RFC 3339",
                "{\"text\":\"a\",\"copies\":1,\"tags\":\"t\"}|tags|INVALID_VALUE|must be a list",
                "{\"text\":\"a\",\"copies\":1,\"tags\":[\"t\",{}]}|tags[1]|INVALID_VALUE|must be a text",
                "{\"text\":\"a\",\"copies\":1,\"sha256\":\"AB\"}|sha256|INVALID_VALUE|64 lower-case",
                "{\"text\":\"  \",\"copies\":1}|text|CONSTRAINT|must not be blank",
                "{\"text\":\"a\",\"copies\":1,\"tags\":[\"t\",\" \"]}|tags[1]|CONSTRAINT|must not be blank",
                "[]|body|INVALID_VALUE|must be an object",
                "``|body|CONSTRAINT|must not be null",
            })
    void namesTheFieldThatIsWrong(String body, String field, String code, String message) {
        problem(post(body == null ? "" : body), 400, "INVALID_REQUEST")
                .body("errors[0].field", equalTo(field))
                .body("errors[0].code", equalTo(code))
                .body("errors[0].message", containsString(message))
                .body("detail", not(containsString("io.cuvette")))
                .body("detail", not(containsString("java.")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"text\":|MALFORMED_JSON",
                "not json|MALFORMED_JSON",
                "{\"text\":\"a\",\"text\":\"b\",\"copies\":1}|MALFORMED_JSON",
                "{\"text\":\"a\",\"copies\":1} {}|INVALID_REQUEST",
                "{\"text\":\"a\",\"copies\":NaN}|MALFORMED_JSON"
            })
    void refusesWhatIsNoJson(String body, String code) {
        problem(post(body), 400, code);
    }

    @Test
    void refusesBodiesThatAreNestedTooDeep() {
        char[] open = new char[10_000];
        Arrays.fill(open, '[');
        String deep = "{\"text\":\"a\",\"copies\":1,\"tags\":" + new String(open);
        assertThat(post(deep).statusCode()).isEqualTo(400);
    }

    @Test
    void answersInJaxRsRefusalsAlike() {
        problem(user().get(NOTES + "/nowhere/at/all"), 404, "NOT_FOUND");
        problem(user().delete(NOTES), 405, "METHOD_NOT_ALLOWED");
        problem(
                user().contentType("text/csv").body("a").post(NOTES),
                415,
                "UNSUPPORTED_MEDIA_TYPE");
        problem(user().accept("image/png").get(NOTES + "/view"), 406, "NOT_ACCEPTABLE");
        problem(user().queryParam("pageSize", "ten").get(NOTES), 400, "INVALID_REQUEST");
    }

    @Test
    void keepsInternalsOfAnUnexpectedErrorOutAndNamesTheRequest() {
        problem(user().header("X-Request-Id", "trace-42").get(NOTES + "/broken"), 500, "INTERNAL")
                .header("X-Request-Id", "trace-42")
                .body("instance", equalTo("trace-42"))
                .body("detail", not(containsString("secret")));
    }

    @Test
    void makesARequestIdWhenNoneOrABadOneWasSent() {
        String id = user().get(NOTES + "/view").header("X-Request-Id");
        assertThat(Ids.isValid(id)).isTrue();
        String replaced =
                user().header("X-Request-Id", "a b{}").get(NOTES + "/illegal").path("instance");
        assertThat(Ids.isValid(replaced)).isTrue();
    }

    @Test
    void givesTheProblemThatWasThrown() {
        problem(user().get(NOTES + "/illegal"), 409, "ILLEGAL_STATE")
                .body("type", equalTo("https://cuvette.dev/problems/illegal-state"))
                .body("title", equalTo(ErrorCode.ILLEGAL_STATE.title()))
                .body("detail", equalTo("The job is over."))
                .body("$", not(hasKey("errors")));
        problem(user().get(NOTES + "/stored/" + Ids.next()), 404, "NOT_FOUND");
    }

    @Test
    void writesTimesAsRfc3339AndLeavesAbsentValuesOut() {
        user().get(NOTES + "/view")
                .then()
                .statusCode(200)
                .header("ETag", "\"v3\"")
                .body("createdAt", equalTo("1970-01-01T00:00:00.001Z"))
                .body("$", not(hasKey("comment")));
    }

    @Test
    void comparesETags() {
        problem(user().body("x").put(NOTES + "/view"), 428, "PRECONDITION_REQUIRED");
        problem(
                user().header("If-Match", "\"v2\"").body("x").put(NOTES + "/view"),
                412,
                "PRECONDITION_FAILED");
        user().header("If-Match", "\"v3\"").body("x").put(NOTES + "/view").then().statusCode(200);
    }

    private static Response post(String body) {
        return user().contentType(ContentType.JSON).body(body).post(NOTES);
    }

    private static RequestSpecification user() {
        return given().auth().oauth2(TestTokens.forTenant("acme"));
    }

    private static ValidatableResponse problem(Response response, int status, String code) {
        return response.then()
                .statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("errorCode", equalTo(code));
    }
}
