package io.cuvette.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.gateway.testing.Caller;
import io.cuvette.gateway.testing.GatewayEnvironment;
import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(value = GatewayEnvironment.class, scope = TestResourceScope.GLOBAL)
class HealthAndDocsTest {
    private final Caller anonymous = Caller.anonymous();

    @Test
    void readinessNamesTheServiceThatIsDown() {
        HttpResponse<String> response = anonymous.get("/q/health/ready");

        assertThat(response.statusCode()).isEqualTo(503);
        Map<String, JsonNode> checks = new HashMap<>();
        Caller.json(response)
                .get("checks")
                .forEach(check -> checks.put(check.get("name").asText(), check));
        JsonNode services = checks.get("services").get("data");
        assertThat(services.get("training").asText()).isEqualTo("UP");
        assertThat(services.get("batch-correction").asText()).isEqualTo("UP");
        assertThat(services.get("embedding").asText()).isEqualTo("DOWN: does not answer");
        assertThat(checks.get("Database connections health check").get("status").asText())
                .isEqualTo("UP");
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
                .contains("/api/docs/batch-correction");
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
    void documentsLeadNowhereElse() {
        assertThat(anonymous.get("/api/docs/unknown").statusCode()).isEqualTo(404);
        assertThat(anonymous.get("/api/docs").statusCode()).isEqualTo(404);
        assertThat(anonymous.get("/api/docs/training/q/metrics").statusCode()).isEqualTo(404);
        assertThat(anonymous.post("/api/docs/training", "{}").statusCode()).isEqualTo(405);
        assertThat(anonymous.get("/api/docs/embedding").statusCode()).isEqualTo(502);
    }
}
