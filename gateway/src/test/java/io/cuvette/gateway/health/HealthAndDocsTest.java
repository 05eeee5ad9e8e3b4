package io.cuvette.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.FakeServices;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class HealthAndDocsTest {
    private final Caller anonymous = Caller.anonymous();

    @Test
    void readinessNamesTheServiceThatIsDown() {
        Map<String, JsonNode> checks = notReady();

        JsonNode services = checks.get("services").get("data");
        assertThat(services.get("training").asText()).isEqualTo("UP");
        assertThat(services.get("batch-correction").asText()).isEqualTo("UP");
        assertThat(services.get("reactor-model").asText()).isEqualTo("UP");
        assertThat(services.get("embedding").asText()).isEqualTo("DOWN: does not answer");
        assertThat(checks.get("Database connections health check").get("status").asText())
                .isEqualTo("UP");
    }

    @ParameterizedTest
    @CsvSource({"DOWN, DOWN: status 503", "SILENT, DOWN: does not answer"})
    void readinessFollowsAServiceThatGoesDownAndComesBack(FakeServices.Health health, String told) {
        try {
            Caller.atServices("/test/health?is=" + health);

            assertThat(service("training")).isEqualTo(told);
            assertThat(anonymous.get("/q/health/live").statusCode()).isEqualTo(200);
            assertThat(anonymous.get("/v2/health/ready").statusCode()).isEqualTo(400);
        } finally {
            Caller.atServices("/test/health?is=UP");
        }

        assertThat(service("training")).isEqualTo("UP");
    }

    private String service(String name) {
        return notReady().get("services").get("data").get(name).asText();
    }

    /** The checks by name; one service of the test configuration is never there. */
    private Map<String, JsonNode> notReady() {
        HttpResponse<String> response = anonymous.get("/q/health/ready");
        assertThat(response.statusCode()).isEqualTo(503);
        Map<String, JsonNode> checks = new HashMap<>();
        Caller.json(response)
                .get("checks")
                .forEach(check -> checks.put(check.get("name").asText(), check));
        return checks;
    }

    @Test
    void livenessDoesNotDependOnOthers() {
        assertThat(anonymous.get("/q/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void servesEveryDocumentInOnePage() {
        String page = anonymous.get("/q/swagger-ui/").body();

        assertThat(page)
                .contains("/q/openapi")
                .contains("/api/docs/training")
                .contains("/api/docs/batch-correction")
                .contains("/api/docs/reactor-model");
        assertThat(Caller.json(anonymous.get("/api/docs/training")).get("info").get("title"))
                .hasToString("\"fake\"");
        assertThat(anonymous.get("/q/openapi").body())
                .contains("/api/v1/api-keys")
                .contains("X-Api-Key");
    }

    @Test
    void theApiDocumentIsAsFrozen() throws IOException {
        new FrozenSurface("openapi.yaml").assertUnchanged(anonymous.get("/q/openapi").body());
    }

    @Test
    void metricNamesAreAsFrozen() throws IOException {
        assertThat(anonymous.get("/api/v1/nowhere").statusCode()).isEqualTo(401);

        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(anonymous.get("/q/metrics").body()));
    }

    @Test
    void publicMetricsDoNotTellWhatCallersNameTheirThings() {
        Caller admin = Caller.admin();
        for (String path :
                List.of(
                        "/api/v1/models/secret-model/versions/secret-alias",
                        "/api/v1/datasets/secret-dataset",
                        "/api/v1/sweeps/secret-sweep",
                        "/api/v1/batch-correction/models/secret-model:encode",
                        "/api/v1/reactor-model/reactors/secret-reactor:simulate",
                        "/v2/models/secret-model/versions/7/infer",
                        "/api/v1/secret-nothing")) {
            admin.get(path);
            anonymous.get(path);
        }

        String metrics = anonymous.get("/q/metrics").body();

        assertThat(metrics)
                .contains("uri=\"/api/v1/models\"")
                .contains("uri=\"/api/v1/batch-correction\"")
                .contains("uri=\"/api/v1/reactor-model\"")
                .contains("uri=\"/api/v1/sweeps\"")
                .contains("uri=\"/v2/models\"")
                .doesNotContain("secret");
    }

    @Test
    void documentsLeadNowhereElse() {
        assertThat(anonymous.get("/api/docs/unknown").statusCode()).isEqualTo(404);
        assertThat(anonymous.get("/api/docs").statusCode()).isEqualTo(404);
        assertThat(anonymous.get("/api/docs/training/q/metrics").statusCode()).isEqualTo(404);
        assertThat(anonymous.post("/api/docs/training", "{}").statusCode()).isEqualTo(405);
        assertThat(anonymous.get("/api/docs/embedding").statusCode()).isEqualTo(503);
    }
}
