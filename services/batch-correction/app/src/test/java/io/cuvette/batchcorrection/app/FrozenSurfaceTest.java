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
import io.restassured.http.ContentType;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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
        // meters of the cache and of the batcher come with the first model and the first question,
        // which here are those of another test or of this one
        Api api = new Api(Library.TENANT);
        int genes = Api.json(api.get("/full")).getList("card.preprocessing.genes").size();
        assertThat(
                        api.call()
                                .contentType(ContentType.JSON)
                                .body(
                                        Map.of(
                                                "inputs",
                                                List.of(
                                                        Map.of(
                                                                "name",
                                                                "X",
                                                                "shape",
                                                                List.of(1, genes),
                                                                "datatype",
                                                                "FP32",
                                                                "data",
                                                                Collections.nCopies(genes, 1)))))
                                .post("/v2/models/full/infer")
                                .statusCode())
                .isEqualTo(200);
        new FrozenSurface("metrics.txt")
                .assertUnchanged(MetricNames.list(given().get("/q/metrics").asString()));
    }
}
