package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.rest.GenomapRequests.API;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.GROUPS;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.JSON;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.genomap;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.request;
import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests for genomaps that are refused. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class GenomapBadInputTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 1]",
                "[2, -2]",
                "[1]",
                "[0, 1, 2]",
                "[]",
                "[null, 1]",
                "['NaN', 1]",
                "[0, 1e999]",
                "5",
                "['low', 'high']"
            })
    void scalesThatAreNoneAreRefused(String scale) throws IOException {
        JsonPath problem = assertProblem(genomap("scale", scale), 400, "INVALID_REQUEST");

        assertThat(problem.getString("errors[0].field")).startsWith("scale");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "cells, ['nobody'], cells, UNKNOWN_NAME",
                "\"cells\", \"['cell020', 'cell020']\", cells, DUPLICATE",
                "batches, ['nowhere'], batches, UNKNOWN_NAME",
                "batches, \"['batch1', 'batch1']\", batches, DUPLICATE",
                "method, 'pca', method, NO_PROJECTION",
                "method, 'magic', method, UNKNOWN_METHOD",
                "layout, 'round', layout, UNKNOWN_LAYOUT",
                "genes, 3, genes, TOO_FEW",
                "genes, 1025, genes, TOO_MANY",
                "genes, 1000, genes, TOO_MANY",
                "genes, 'all', genes, INVALID_VALUE",
                "genes, [1], genes, INVALID_VALUE",
                "genes, 7.5, genes, INVALID_VALUE",
                "genes, \"['a', 'b', 'c', 'd']\", genes, UNKNOWN_NAME",
                "genes, \"['a', 'b', 'c', 'c']\", genes, DUPLICATE",
                "size, 4, size, TOO_SMALL",
                "rows, 12001, rows, TOO_MANY",
                "format, 'gif', format, UNKNOWN_FORMAT"
            })
    void wrongChoicesAreNamed(String key, String value, String field, String code)
            throws IOException {
        assertProblem(genomap(key, value), 400, "INVALID_REQUEST", field, code);
    }

    /** The model has 60 genes; what the layout allows is judged first. */
    @ParameterizedTest
    @CsvSource({
        "euclid2d, 1025, at most 1\\,024 genes are laid out at once by euclid2d",
        "euclid2d, 2916, or radial",
        "radial, 2917, at most 2\\,916 genes are laid out at once by radial",
        "euclid2d, 1024, the model has 60 genes",
        "radial, 2916, the model has 60 genes"
    })
    void theCapOfEachLayoutIsNamed(String layout, int genes, String words) throws IOException {
        String message =
                assertProblem(
                                genomap("layout", "'" + layout + "'", "genes", "" + genes),
                                400,
                                "INVALID_REQUEST",
                                "genes")
                        .getString("errors[0].message");

        assertThat(message).contains(words.replace("\\", ""));
    }

    /** Above the cap of its layout a list of names is refused before the names are looked up. */
    @Test
    void namesCountAsGenes() throws IOException {
        List<String> names = IntStream.range(0, 2_917).mapToObj(i -> "g" + i).toList();
        String many = JSON.writeValueAsString(names);
        String some = JSON.writeValueAsString(names.subList(0, 1_025));

        assertThat(code("layout", "'radial'", "genes", many)).isEqualTo("TOO_MANY");
        assertThat(code("layout", "'euclid2d'", "genes", some)).isEqualTo("TOO_MANY");
        assertThat(code("layout", "'radial'", "genes", some)).isEqualTo("UNKNOWN_NAME");
    }

    private String code(String... keysAndValues) throws IOException {
        return assertProblem(genomap(keysAndValues), 400, "INVALID_REQUEST", "genes")
                .getString("errors[0].code");
    }

    /** More failures than there are turns, each of them while it has one. */
    @Test
    void turnsComeBackAfterFailures() throws IOException {
        for (int i = 0; i < 5; i++) {
            Response failed = API.post("/orphan:genomap", request());
            assertThat(failed.statusCode()).isNotEqualTo(200);
            assertThat(failed.jsonPath().getString("errorCode")).isNotEqualTo("OVERLOADED");
        }
        assertThat(genomap().statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"rings, 11", "rings, -1", "size, 65", "size, 1", "rows, 1", "cells, []"})
    void valuesOutOfRangeAreNamed(String key, String value) throws IOException {
        assertProblem(genomap(key, value), 400, "INVALID_REQUEST", key);
    }

    @Test
    void moreThanTwentyCellsAreRefused() throws IOException {
        List<String> cells =
                IntStream.range(20, 41).mapToObj(i -> "cell%03d".formatted(i)).toList();

        assertProblem(
                genomap("cells", JSON.writeValueAsString(cells)), 400, "INVALID_REQUEST", "cells");
    }

    @Test
    void ringsNeedBatchesToDiffer() throws IOException {
        assertProblem(
                genomap("rings", "2", "batches", "['batch1']"), 400, "INVALID_REQUEST", "rings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-test"})
    void othersSeeNothing(String verb) throws IOException {
        String body = verb.isEmpty() ? request() : GROUPS.replace('\'', '"');
        assertProblem(new Api("another").post("/full:genomap" + verb, body), 404, "NOT_FOUND");
        assertProblem(API.post("/nothing:genomap" + verb, body), 404, "NOT_FOUND");
        assertProblem(
                API.call().get(Api.MODELS + "/full:genomap" + verb), 405, "METHOD_NOT_ALLOWED");
    }
}
