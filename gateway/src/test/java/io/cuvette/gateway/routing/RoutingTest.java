package io.cuvette.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class RoutingTest {
    private final Caller caller = Caller.admin();

    @ParameterizedTest
    @CsvSource({
        "/api/v1/datasets, /api/v1/datasets",
        "/api/v1/datasets?pageSize=3&x=a%2Fb, /api/v1/datasets?pageSize=3&x=a%2Fb",
        "/api/v1/jobs/17:cancel, /api/v1/jobs/17:cancel",
        "/api/v1/sweeps/17/plot, /api/v1/sweeps/17/plot",
        "/api/v1/jobs/17%3Acancel, /api/v1/jobs/17:cancel",
        "/api/v1/batch-correction/models/a/plots/umap.png, "
                + "/api/v1/batch-correction/models/a/plots/umap.png",
        "/api/v1/reactor-model/reactors/17:simulate, /api/v1/reactor-model/reactors/17:simulate"
    })
    void passesPathAndQueryUnchanged(String path, String atService) {
        HttpResponse<String> response = caller.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Caller.json(response).get("uri").asText()).isEqualTo(atService);
    }

    @Test
    void passesMethodBodyAndHeaders() {
        HttpResponse<String> response =
                Caller.send(
                        caller.request("/api/v1/jobs")
                                .header("Idempotency-Key", "abc")
                                .header("If-Match", "\"3\"")
                                .PUT(HttpRequest.BodyPublishers.ofString("12345"))
                                .build());

        JsonNode echo = Caller.json(response);
        assertThat(echo.get("method").asText()).isEqualTo("PUT");
        assertThat(echo.get("bodyBytes").asLong()).isEqualTo(5);
        assertThat(echo.get("headers").get("idempotency-key").asText()).isEqualTo("abc");
        assertThat(echo.get("headers").get("if-match").asText()).isEqualTo("\"3\"");
    }

    @Test
    void passesBodyOfUnknownLength() {
        byte[] body = new byte[300_000];
        HttpResponse<String> response =
                Caller.send(
                        caller.request("/api/v1/batch-correction/models")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))
                                .build());

        assertThat(Caller.json(response).get("bodyBytes").asLong()).isEqualTo(300_000);
    }

    @Test
    void passesBodyOfUnknownLengthOfHttp2() throws IOException, InterruptedException {
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        byte[] body = new byte[300_000];
        // the first request of the connection upgrades it
        client.send(caller.request("/api/v1/jobs").build(), HttpResponse.BodyHandlers.discarding());

        HttpResponse<String> response =
                client.send(
                        caller.request("/api/v1/batch-correction/models")
                                .POST(
                                        HttpRequest.BodyPublishers.ofInputStream(
                                                () -> new ByteArrayInputStream(body)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(Caller.json(response).get("bodyBytes").asLong()).isEqualTo(300_000);
    }

    @Test
    void passesErrorOfServiceUnchanged() {
        HttpResponse<String> response = caller.get("/api/v1/datasets/problem");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).isEqualTo("{\"errorCode\":\"OF_THE_SERVICE\"}");
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
    }

    @Test
    void passesEmptyAnswerAndKeepsTheConnection() {
        String response = caller.raw("GET /api/v1/datasets/nothing HTTP/1.1");

        assertThat(response).startsWith("HTTP/1.1 204");
        assertThat(response).doesNotContainIgnoringCase("transfer-encoding");
        assertThat(caller.get("/api/v1/datasets").statusCode()).isEqualTo(200);
    }

    @Test
    void hidesTheServicesAddressAndConnectionHeaders() {
        HttpResponse<String> response = caller.get("/api/v1/datasets/moved");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.headers().firstValue("Location")).contains("/api/v1/jobs/7?x=1");
        assertThat(response.headers().firstValue("X-Between-Us")).isEmpty();
        assertThat(response.headers().allValues("X-Request-Id"))
                .hasSize(1)
                .doesNotContain("the-service-says-so");
    }

    @Test
    void passesRequestIdBothWaysAndReplacesMalformedOnes() {
        HttpResponse<String> kept =
                Caller.send(
                        caller.request("/api/v1/jobs")
                                .header("X-Request-Id", "trace-0001")
                                .build());
        HttpResponse<String> replaced =
                Caller.send(
                        caller.request("/api/v1/jobs").header("X-Request-Id", "a b;{}").build());

        assertThat(kept.headers().firstValue("X-Request-Id")).contains("trace-0001");
        assertThat(Caller.json(kept).get("headers").get("x-request-id").asText())
                .isEqualTo("trace-0001");
        String made = replaced.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(made).matches("[0-9a-f-]{36}");
        assertThat(Caller.json(replaced).get("headers").get("x-request-id").asText())
                .isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/jobs/1/attempts/1",
                "/api/v1/internal",
                "/api/v1/unknown",
                "/api/v1",
                "/api",
                "/api/v1/datasetsandmore",
                "/v2/models",
                "/v2/models/",
                "/v2/repository/index",
                "/nothing"
            })
    void reachesNothingThatIsNotConfigured(String path) {
        HttpResponse<String> response = caller.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).doesNotContain("\"uri\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/datasets/../../../internal/v1/jobs",
                "/api/v1/datasets/..%2f..%2f..%2finternal",
                "/api/v1/datasets/%2e%2e/%2e%2e/internal",
                "/api/v1/datasets/.%2E/jobs",
                "/api/v1/datasets/%2Finternal",
                "/api/v1/datasets/%252e%252e/internal",
                "/api/v1/datasets/..\\..\\internal",
                "/api/v1/datasets/..%5c..%5cinternal",
                "/api/v1/datasets//internal",
                "//api/v1/datasets",
                "/api/v1/./datasets",
                "/api/v1/datasets/..;/internal",
                "/api/v1/datasets/a%00b",
                "/api/v1/datasets/a%0d%0aX-Forged:1",
                "/api/v1/datasets/%zz",
                "/api/v1/datasets/%c0%ae%c0%ae/internal",
                "/v2/models/../../internal",
                "/v2/models/a%2f..%2f..%2finternal/infer"
            })
    void refusesAmbiguousPaths(String path) {
        String response = caller.raw("GET " + path + " HTTP/1.1");

        // 404 where the plain form of the path lies outside /api and /v2
        assertThat(response).matches("(?s)HTTP/1.1 (400|404).*").doesNotContain("\"uri\"");
    }

    @Test
    void takesAnAbsoluteTargetAsItsPath() {
        String response = caller.raw("GET http://elsewhere.example/api/v1/jobs HTTP/1.1");

        assertThat(response).startsWith("HTTP/1.1 200").contains("\"uri\":\"/api/v1/jobs\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "OPTIONS", "PROPFIND"})
    void refusesOtherMethods(String method) {
        assertThat(caller.raw(method + " /api/v1/datasets HTTP/1.1"))
                .startsWith("HTTP/1.1 405")
                .contains("METHOD_NOT_ALLOWED");
    }

    @Test
    void answers503WhenNobodyIsThere() {
        HttpResponse<String> response = caller.post("/api/v1/embedding/models", "{}");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        JsonNode problem = Caller.json(response);
        assertThat(problem.get("type").asText())
                .isEqualTo("https://cuvette.dev/problems/upstream-unavailable");
        assertThat(problem.get("status").asInt()).isEqualTo(503);
        assertThat(problem.get("errorCode").asText()).isEqualTo("UPSTREAM_UNAVAILABLE");
        assertThat(problem.get("detail").asText()).startsWith("embedding cannot be reached");
        assertThat(problem.get("instance").asText())
                .isEqualTo(response.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(problem.has("errors")).isFalse();
    }

    @Test
    void answers502WhenTheServiceBreaksOff() {
        HttpResponse<String> response = caller.get("/api/v1/datasets/broken");

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(Caller.json(response).get("errorCode").asText()).isEqualTo("UPSTREAM_FAILED");
        assertThat(Caller.json(response).get("detail").asText()).contains("It may have acted");
    }

    @Test
    void doesNotPretendACutAnswerIsWhole() {
        assertThatThrownBy(() -> caller.get("/api/v1/datasets/cut"))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void answers504WhenTheServiceIsSilent() {
        HttpResponse<String> response = caller.get("/api/v1/surrogate-sim/silent");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(Caller.json(response).get("errorCode").asText()).isEqualTo("UPSTREAM_TIMEOUT");
    }

    @Test
    void passesEachEventAtOnce() throws IOException {
        HttpResponse<InputStream> response =
                Caller.send(
                        caller.request("/api/v1/jobs/events").build(),
                        HttpResponse.BodyHandlers.ofInputStream());

        List<Long> delaysMillis = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("data: ")) {
                    delaysMillis.add(
                            System.currentTimeMillis() - Long.parseLong(line.substring(6)));
                }
            }
        }
        // a buffered stream would deliver the first of the five 800 ms late
        assertThat(delaysMillis).hasSize(5).allMatch(delay -> delay < 180);
    }

    @Test
    void routesModelsByFamilyAndAsksOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> response =
                    caller.post("/v2/models/blood-atlas/versions/2/infer?x=1", "{\"inputs\":[]}");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(Caller.json(response).get("uri").asText())
                    .isEqualTo("/v2/models/blood-atlas/versions/2/infer?x=1");
        }

        assertThat(lookUps("blood-atlas")).isOne();
    }

    @Test
    void routesModelsThatAServiceKeepsItselfWithoutAskingTraining() throws Exception {
        String model = "reactor-01jd3k5m7n9p1q3r5s7t9v1w3x";
        HttpResponse<String> response =
                caller.post("/v2/models/" + model + "/infer", "{\"inputs\":[]}");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Caller.json(response).get("uri").asText())
                .isEqualTo("/v2/models/" + model + "/infer");
        assertThat(asked(model)).isFalse();
        // a name that only begins so is a trained model's
        assertThat(caller.get("/v2/models/reactor-atlas").statusCode()).isEqualTo(200);
        assertThat(asked("reactor-atlas")).isTrue();
    }

    private static boolean asked(String model) throws JsonProcessingException {
        return new ObjectMapper().readTree(Caller.atServices("/test/look-ups")).has(model);
    }

    @Test
    void asksOnceForManyRequestsAtOnce() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            answers.add(
                    Caller.client()
                            .sendAsync(
                                    caller.request("/v2/models/slow-atlas").build(),
                                    HttpResponse.BodyHandlers.ofString()));
        }

        assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
        assertThat(lookUps("slow-atlas")).isOne();
    }

    private static int lookUps(String model) throws JsonProcessingException {
        return new ObjectMapper().readTree(Caller.atServices("/test/look-ups")).get(model).asInt();
    }

    @Test
    void routesToTheLastKnownServiceWhileTrainingCannotSay() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        do {
            assertThat(caller.get("/v2/models/once-atlas").statusCode()).isEqualTo(200);
            Thread.sleep(100);
        } while (lookUps("once-atlas") < 2 && System.nanoTime() < end);

        assertThat(lookUps("once-atlas")).as("asked in vain").isEqualTo(2);
        assertThat(caller.get("/v2/models/once-atlas").statusCode()).isEqualTo(200);
        assertThat(lookUps("once-atlas")).as("not asked for each request").isEqualTo(2);
    }

    @Test
    void asksAgainForAModelThatWasMissing() throws Exception {
        assertThat(caller.get("/v2/models/missing-2").statusCode()).isEqualTo(404);
        assertThat(caller.get("/v2/models/missing-2").statusCode()).isEqualTo(404);

        assertThat(lookUps("missing-2")).isEqualTo(2);
    }

    @Test
    void saysInTheProtocolsFormThatAModelIsMissing() {
        HttpResponse<String> missing = caller.get("/v2/models/missing-1/ready");
        HttpResponse<String> odd = caller.get("/v2/models/odd-1");

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("{\"error\":\"model missing-1 does not exist\"}");
        assertThat(odd.statusCode()).isEqualTo(404);
        assertThat(odd.body())
                .isEqualTo("{\"error\":\"no service here serves the family of model odd-1\"}");
    }

    @Test
    void answersServerEndpointsOfTheInferenceProtocol() {
        Caller anonymous = Caller.anonymous();

        assertThat(anonymous.get("/v2").body())
                .matches(
                        "\\{\"name\":\"cuvette\",\"version\":\"[^\"]+\","
                                + "\"extensions\":\\[\"binary_tensor_data\"]}");
        assertThat(anonymous.get("/v2/health/live").body()).isEqualTo("{\"live\":true}");
        HttpResponse<String> ready = anonymous.get("/v2/health/ready");
        assertThat(ready.statusCode()).as("embedding is down").isEqualTo(400);
        assertThat(ready.body()).isEqualTo("{\"ready\":false}");
        assertThat(anonymous.get("/v2/models/blood-atlas").statusCode()).isEqualTo(401);
    }
}
