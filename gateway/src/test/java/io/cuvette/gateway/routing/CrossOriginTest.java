package io.cuvette.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Calls of pages in a browser (CORS), as browsers send them. */
@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class CrossOriginTest {
    private static final String DATASETS = "/api/v1/datasets";

    private final Caller admin = Caller.admin();

    @Test
    void aBrowserMayAskFirstWithoutAKey() {
        HttpResponse<String> answer = preflight(GatewayEnvironment.PAGE, "POST");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Access-Control-Allow-Origin"))
                .isEqualTo(GatewayEnvironment.PAGE);
        assertThat(header(answer, "Access-Control-Allow-Methods")).contains("POST");
        assertThat(header(answer, "Access-Control-Allow-Headers"))
                .containsIgnoringCase("x-api-key")
                .containsIgnoringCase("idempotency-key");
        assertThat(header(answer, "Access-Control-Allow-Credentials")).isNotEqualTo("true");
    }

    @Test
    void aPageReadsTheAnswerOfAServiceWithItsETag() {
        HttpResponse<String> answer =
                Caller.send(
                        admin.request(DATASETS)
                                .header("Origin", GatewayEnvironment.PAGE)
                                .GET()
                                .build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Caller.json(answer).get("uri").asText()).isEqualTo(DATASETS);
        assertThat(header(answer, "Access-Control-Allow-Origin"))
                .isEqualTo(GatewayEnvironment.PAGE);
        assertThat(header(answer, "Access-Control-Expose-Headers"))
                .contains("ETag")
                .contains("Location")
                .contains("Cuvette-Projection-Validity")
                .contains("Cuvette-Gene-Alignment")
                .contains("Cuvette-Batch-Alignment");
    }

    @Test
    void aPageReadsWhyItWasRefused() {
        HttpResponse<String> answer =
                Caller.send(
                        Caller.anonymous()
                                .request(DATASETS)
                                .header("Origin", GatewayEnvironment.PAGE)
                                .GET()
                                .build());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "Access-Control-Allow-Origin"))
                .isEqualTo(GatewayEnvironment.PAGE);
    }

    @Test
    void otherPagesMayNotCall() {
        HttpResponse<String> asked = preflight("https://elsewhere.example", "POST");
        HttpResponse<String> called =
                Caller.send(
                        admin.request(DATASETS)
                                .header("Origin", "https://elsewhere.example")
                                .GET()
                                .build());

        assertThat(asked.statusCode()).isEqualTo(403);
        assertThat(asked.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(called.statusCode()).isEqualTo(403);
    }

    @Test
    void noPageMayCallUnlessConfigured() throws IOException {
        Properties shipped = new Properties();
        try (Reader in =
                Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
            shipped.load(in);
        }

        assertThat(shipped)
                .containsKey("quarkus.http.cors.methods")
                .doesNotContainKeys("quarkus.http.cors.enabled", "quarkus.http.cors.origins");
    }

    private static HttpResponse<String> preflight(String origin, String method) {
        return Caller.send(
                Caller.anonymous()
                        .request(DATASETS)
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "content-type,x-api-key")
                        .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                        .build());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
