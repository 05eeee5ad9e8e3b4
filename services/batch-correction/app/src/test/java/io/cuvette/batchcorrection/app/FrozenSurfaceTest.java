package io.cuvette.batchcorrection.app;

import static io.restassured.RestAssured.given;

import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.standalone.testing.FrozenSurface;
import io.cuvette.standalone.testing.MetricNames;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What others build on changes only together with a file that is reviewed. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class FrozenSurfaceTest {

    @Test
    void theApiDocumentIsAsFrozen() throws IOException {
        new FrozenSurface("openapi.yaml")
                .assertUnchanged(given().get("/q/openapi?format=yaml").asString());
    }

    @Test
    void metricNamesAreAsFrozen() throws IOException {
        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
    }
}
