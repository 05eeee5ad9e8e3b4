package io.cuvette.batchcorrection.app;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
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
        // meters of the cache and of the batcher come with the first model and the first question
        assertThat(new Api(Library.TENANT).get("/full").statusCode()).isEqualTo(200);
        assertThat(new Api(Library.TENANT).call().get("/v2/models/full/ready").statusCode())
                .isEqualTo(200);
        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
    }
}
