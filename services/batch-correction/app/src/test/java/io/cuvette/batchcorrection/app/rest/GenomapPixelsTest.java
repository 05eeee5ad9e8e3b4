package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.rest.GenomapRequests.API;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.JSON;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.test;
import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The test of pixels between groups of batches. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class GenomapPixelsTest {

    /**
     * 60,000 rows over 5 batches and 2 more pictures are 8,571 cells, whatever the layout takes.
     */
    @Test
    void theBatchesOfTheGroupsBoundTheCells() throws IOException {
        Response over = test("rows", "8572", "batches", "['batch1']");
        String message =
                assertProblem(over, 400, "INVALID_REQUEST", "rows").getString("errors[0].message");

        assertThat(message).contains("5 batches", "at most 8,571 cells");
        assertThat(test("rows", "8571", "batches", "['batch1']").statusCode()).isEqualTo(200);
        assertThat(
                        test(
                                        "rows",
                                        "10000",
                                        "batches",
                                        "['batch1']",
                                        "groupA",
                                        "['batch1', 'batch2']",
                                        "groupB",
                                        "['batch4', 'batch5']")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void pixelsAreTestedBetweenGroupsOfBatches() throws IOException {
        Response response = test();
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonNode view = JSON.readTree(response.asByteArray());

        // 2 of 5 batches: 10 ways, both ends
        assertThat(view.path("smallestPossibleP").asDouble()).isCloseTo(.2, within(1e-12));
        assertThat(view.path("below05").asInt()).isZero();
        assertThat(view.path("trust").asText()).startsWith("unknown");
        assertThat(view.path("expectedByChance").asDouble())
                .isCloseTo(.05 * view.path("genes").size(), within(1e-9));
        List<Double> p = new ArrayList<>();
        for (JsonNode gene : view.path("genes")) {
            p.add(gene.path("p").asDouble());
            assertThat(gene.path("p").asDouble()).isBetween(.2 - 1e-12, 1.0);
            assertThat(gene.path("q").asDouble()).isGreaterThanOrEqualTo(gene.path("p").asDouble());
        }
        assertThat(p).contains(.2);
    }

    @Test
    void meanDifferencesAreThoseOfTheProjections() throws IOException {
        JsonNode view = JSON.readTree(test("genes", "6", "rows", "2").asByteArray());
        JsonNode swapped =
                JSON.readTree(
                        test(
                                        "genes",
                                        "6",
                                        "rows",
                                        "2",
                                        "groupA",
                                        "['batch3', 'batch4', 'batch5']",
                                        "groupB",
                                        "['batch1', 'batch2']")
                                .asByteArray());
        JsonNode projection =
                JSON.readTree(
                        API.post(
                                        "/grouped:project",
                                        "{\"cells\": [\"cell020\"], \"space\": \"scaled\"}")
                                .asByteArray());

        for (int gene = 0; gene < 6; gene++) {
            double difference = view.path("genes").get(gene).path("meanDifference").asDouble();
            assertThat(swapped.path("genes").get(gene).path("meanDifference").asDouble())
                    .isCloseTo(-difference, within(1e-9));
            // offsets are the same for every cell: a single one has the sign of all
            double[] scaled = new double[5];
            for (int batch = 0; batch < 5; batch++) {
                scaled[batch] = projection.at("/values/0/%d/%d".formatted(batch, gene)).asDouble();
            }
            double own = (scaled[0] + scaled[1]) / 2 - (scaled[2] + scaled[3] + scaled[4]) / 3;
            assertThat(Math.signum(difference)).isEqualTo(Math.signum(own));
        }
    }

    @Test
    void theTestIsATableToo() throws IOException {
        JsonNode view = JSON.readTree(test().asByteArray());
        Response csv = test("format", "'csv'");

        assertThat(csv.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"grouped-v1-medl_plus-genomap-test.csv\"");
        List<String> lines = csv.asString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("gene,row,column,mean_difference,p,q");
        JsonNode third = view.path("genes").get(2);
        assertThat(lines.get(3))
                .startsWith(
                        "%s,%d,%d,%s,"
                                .formatted(
                                        third.path("gene").asText(),
                                        third.path("row").asInt(),
                                        third.path("column").asInt(),
                                        third.path("meanDifference").asDouble()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "groupA, ['batch1'], groupA, TOO_FEW",
                "groupB, ['batch5'], groupB, TOO_FEW",
                "groupB, \"['batch2', 'batch3']\", groupB, DUPLICATE",
                "groupA, \"['batch1', 'batch1']\", groupA, DUPLICATE",
                "groupB, \"['batch3', 'nowhere']\", groupB, UNKNOWN_NAME",
                "format, 'png', format, UNKNOWN_FORMAT",
                "layout, 'round', layout, UNKNOWN_LAYOUT"
            })
    void wrongGroupsAreNamed(String key, String value, String field, String code)
            throws IOException {
        assertProblem(test(key, value), 400, "INVALID_REQUEST", field, code);
    }
}
