package io.cuvette.service.modelcache;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.service.app.LibraryProfile;
import io.cuvette.service.testing.TestTokens;
import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every service of the library shows to callers and operators. */
@QuarkusTest
@TestProfile(LibraryProfile.class)
class SurfacesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Inject MeterRegistry registry;

    /** The inference operations and what {@code ApiDocument} adds; not the test application's. */
    private static ObjectNode document() throws IOException {
        JsonNode all = JSON.readTree(given().get("/q/openapi?format=json").asByteArray());
        ObjectNode ours = JSON.createObjectNode();
        ours.set("servers", all.get("servers"));
        ours.set("security", all.get("security"));
        ObjectNode paths = ours.putObject("paths");
        all.get("paths")
                .properties()
                .forEach(
                        path -> {
                            if (path.getKey().startsWith("/v2")) {
                                paths.set(path.getKey(), path.getValue());
                            }
                        });
        ObjectNode components = ours.putObject("components");
        components.set("securitySchemes", all.at("/components/securitySchemes"));
        components.set("Problem", all.at("/components/schemas/Problem"));
        components.set("InferenceError", all.at("/components/schemas/InferenceError"));
        return ours;
    }

    @Test
    void theInferenceApiIsAsFrozen() throws IOException {
        new FrozenSurface("openapi-inference.json")
                .assertUnchanged(document().toPrettyString() + "\n");
    }

    @Test
    void everyOperationSaysWhatItDoesHowToBeLetInAndHowItFails() throws IOException {
        ObjectNode document = document();
        List<String> lacking = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (JsonNode operation : path.getValue()) {
                boolean open = operation.has("security");
                boolean tellsErrors = open || operation.get("responses").has("401");
                if (!operation.has("summary") || !tellsErrors) {
                    lacking.add(path.getKey());
                }
            }
        }

        assertThat(lacking).isEmpty();
        assertThat(document.get("paths")).hasSizeGreaterThan(8);
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/");
        assertThat(document.at("/components/securitySchemes/apiKey/name").asText())
                .isEqualTo("X-Api-Key");
        assertThat(document.at("/components/securitySchemes/bearer/scheme").asText())
                .isEqualTo("bearer");
    }

    @Test
    void metricNamesAreAsFrozen() throws IOException {
        ModelCacheSettings settings =
                new ModelCacheSettings(100, Duration.ofSeconds(1), Duration.ZERO);
        try (ModelCache<String, FakeModel> cache =
                        new ModelCache<>(
                                "frozen", new FakeLoader(), settings, Runnable::run, registry);
                Lease<FakeModel> lease = cache.acquire("any")) {
            assertThat(lease.value().use()).isEqualTo("any");
            given().auth()
                    .oauth2(TestTokens.forTenant("acme"))
                    .contentType(ContentType.JSON)
                    .body(
                            "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[1,2],"
                                    + "\"data\":[1,2]}]}")
                    .post("/v2/models/scale/infer")
                    .then()
                    .statusCode(200);

            new FrozenSurface("metrics.txt")
                    .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
        }
    }
}
