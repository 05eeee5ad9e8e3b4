package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.arrow.ArrowTable;
import io.cuvette.data.arrow.ArrowTableWriter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Embeddings, encoding and correction. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class CellsTest {

    Library library;

    @Inject MeterRegistry metrics;

    private final Api api = new Api(Library.TENANT);

    private static List<List<Float>> values(JsonPath table) {
        return table.getList("values");
    }

    private Response encode(String model, String datasetId, String method) {
        return api.post("/" + model + ":encode", Map.of("datasetId", datasetId, "method", method));
    }

    @ParameterizedTest
    @CsvSource({"pca, 6", "fe, 4", "medl_plus, 4"})
    void embeddingOfTheTrainingCells(String method, int dimensions) {
        Response response = api.get("/full/embeddings/" + method);
        JsonPath table = json(response);

        assertThat(response.header("Cuvette-Model-Version")).isEqualTo("1");
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(table.getString("method")).isEqualTo(method);
        assertThat(table.getString("model.name")).isEqualTo("full");
        assertThat(table.getList("shape", Integer.class))
                .containsExactly(SmallCells.CELLS, dimensions);
        assertThat(table.getList("cells", String.class))
                .hasSize(SmallCells.CELLS)
                .startsWith(SmallCells.ODD_NAMES.toArray(String[]::new));
        assertThat(table.getList("columns", String.class))
                .hasSize(dimensions)
                .startsWith(method + "_1");
        assertThat(values(table)).hasSize(SmallCells.CELLS).allMatch(r -> r.size() == dimensions);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "csv", "npy", "arrow"})
    void theModelIsLetGoWhenTheAnswerIsSentAndWhenNobodyReadsIt(String format) {
        String path = Api.MODELS + "/full/embeddings/fe+re?format=" + format;

        assertThat(api.call().get(path).statusCode()).isEqualTo(200);
        assertThat(api.call().head(path).statusCode()).isEqualTo(200);
        assertProblem(api.get("/layered/embeddings/pca+fe"), 400, "INVALID_REQUEST", "method");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> metrics.get("cuvette.modelcache.leases").gauge().value() == 0);
    }

    @Test
    void csvIsATableThatNoSpreadsheetRuns() {
        Response response = api.get("/full/embeddings/pca?format=csv");

        assertThat(response.contentType()).isEqualTo("text/csv;charset=UTF-8");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"full-v1-pca.csv\"");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        List<String> lines = response.asString().lines().toList();
        assertThat(lines).hasSize(SmallCells.CELLS + 1);
        assertThat(lines.get(0)).isEqualTo("cell,pca_1,pca_2,pca_3,pca_4,pca_5,pca_6");
        assertThat(lines.get(1)).startsWith("'=1+1,");
        assertThat(lines.get(3)).startsWith("\"a,\"\"b\"\"\",");
        assertThat(lines.get(4)).startsWith("'-cell,");
        List<Float> first = values(json(api.get("/full/embeddings/pca"))).get(0);
        assertThat(lines.get(1).split(",", -1)).hasSize(7);
        assertThat(Float.parseFloat(lines.get(1).split(",", -1)[1])).isEqualTo(first.get(0));
    }

    @Test
    void npyIsAnArrayOfTheSameValues() {
        Response response = api.get("/full/embeddings/fe?format=npy");

        assertThat(response.contentType()).isEqualTo("application/octet-stream");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"full-v1-fe.npy\"");
        byte[] bytes = response.asByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes, 1, 5, StandardCharsets.US_ASCII)).isEqualTo("NUMPY");
        int header = 10 + buffer.getShort(8);
        assertThat(new String(bytes, 10, header - 10, StandardCharsets.US_ASCII))
                .contains("'<f4'", "(%d, 4)".formatted(SmallCells.CELLS));
        assertThat(bytes).hasSize(header + 4 * 4 * SmallCells.CELLS);
        List<List<Float>> rows = values(json(api.get("/full/embeddings/fe")));
        assertThat(buffer.getFloat(header + 4 * (4 * 17 + 2))).isEqualTo(rows.get(17).get(2));
    }

    @Test
    void arrowIsATableOfTheSameNamesAndValues() throws IOException {
        Response response = api.get("/full/embeddings/fe?format=arrow");

        assertThat(response.contentType()).isEqualTo("application/vnd.apache.arrow.file");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"full-v1-fe.arrow\"");
        JsonPath table = json(api.get("/full/embeddings/fe"));
        List<List<Float>> rows = values(table);
        float[] expected = new float[4 * SmallCells.CELLS];
        for (int i = 0; i < expected.length; i++) {
            expected[i] = rows.get(i / 4).get(i % 4);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ArrowTableWriter.write(
                new ArrowTable(
                        Map.of("cell", table.getList("cells", String.class)),
                        List.of("fe_1", "fe_2", "fe_3", "fe_4"),
                        new DenseMatrix(SmallCells.CELLS, 4, expected),
                        Map.of("model", "full", "version", "1", "method", "fe")),
                file);
        // what Arrow's own reader makes of such files is tested beside the writer
        assertThat(response.asByteArray()).isEqualTo(file.toByteArray());
    }

    @Test
    void encodesToArrowToo() {
        Response response =
                api.post(
                        "/full:encode",
                        Map.of("datasetId", library.counts, "method", "pca", "format", "arrow"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(new String(response.asByteArray(), 0, 6, StandardCharsets.US_ASCII))
                .isEqualTo("ARROW1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"pca", "fe", "medl_plus"})
    void encodingTheTrainingDataGivesTheStoredEmbedding(String method) {
        JsonPath encoded = json(encode("full", library.counts, method));

        assertThat(values(encoded)).isEqualTo(values(json(api.get("/full/embeddings/" + method))));
        assertThat(encoded.getInt("geneAlignment.missing.size()")).isZero();
        assertThat(encoded.getInt("geneAlignment.found"))
                .isEqualTo(encoded.getInt("geneAlignment.modelGenes"));
    }

    @Test
    void encodingFewerGenesTellsWhichAreMissing() {
        JsonPath encoded = json(encode("full", library.fewerGenes, "pca"));

        int modelGenes = encoded.getInt("geneAlignment.modelGenes");
        int missing = encoded.getInt("geneAlignment.missing.size()");
        assertThat(missing).isBetween(1, modelGenes / 5);
        assertThat(encoded.getInt("geneAlignment.found")).isEqualTo(modelGenes - missing);
        assertThat(encoded.getList("geneAlignment.missing", String.class))
                .allMatch(gene -> gene.compareTo("gene013") < 0);
        assertThat(values(encoded)).hasSize(SmallCells.CELLS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "npy", "arrow", "json"})
    void genesTakenAsZeroAreToldWhateverTheFormat(String format) {
        JsonPath report = json(encode("full", library.fewerGenes, "pca"));
        Response response =
                api.post(
                        "/full:encode",
                        Map.of("datasetId", library.fewerGenes, "method", "pca", "format", format));

        String told = response.header("Cuvette-Gene-Alignment");
        JsonPath summary = JsonPath.from(told);
        assertThat(summary.getInt("modelGenes")).isEqualTo(60);
        assertThat(summary.getInt("missing"))
                .isPositive()
                .isEqualTo(report.getInt("geneAlignment.missing.size()"));
        assertThat(summary.getInt("found")).isEqualTo(report.getInt("geneAlignment.found"));
        assertThat(summary.getInt("unused")).isEqualTo(report.getInt("geneAlignment.unused"));
        assertThat(summary.getInt("duplicates")).isZero();
        assertThat(summary.getInt("matchedWithoutVersion")).isZero();
        if (format.equals("arrow")) {
            assertThat(new String(response.asByteArray(), StandardCharsets.ISO_8859_1))
                    .contains("geneAlignment", told);
        }
        // training cells have nothing to align
        assertThat(api.get("/full/embeddings/pca?format=" + format).headers().asList())
                .noneMatch(header -> header.getName().endsWith("-Alignment"));
    }

    @Test
    void encodesToCsvToo() {
        Response response =
                api.post(
                        "/full:encode",
                        Map.of("datasetId", library.counts, "method", "pca", "format", "csv"));

        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.asString().lines()).hasSize(SmallCells.CELLS + 1);
    }

    @Test
    void aLayerThatTheNewDataLackIsNotReplacedByX() {
        Response response = encode("layered", library.counts, "pca");

        JsonPath problem = assertProblem(response, 422, "UNPROCESSABLE", "layer", "LAYER_MISSING");
        assertThat(problem.getString("detail")).contains("layer counts", "The matrices are: X.");
    }

    @Test
    void theLayerIsReadAndNotX() {
        JsonPath layer = json(encode("layered", library.layered, "pca"));

        assertThat(values(layer)).isEqualTo(values(json(api.get("/layered/embeddings/pca"))));
    }

    @Test
    void genesThatDoNotFitAreNamed() {
        Response response = encode("full", library.otherGenes, "pca");

        JsonPath problem = assertProblem(response, 422, "UNPROCESSABLE", "genes", "GENE_MISMATCH");
        assertThat(problem.getString("detail")).contains("absent: gene");
    }

    @Test
    void valuesThatAreNoCountsAreNamed() {
        assertProblem(
                encode("full", library.negative, "fe"),
                422,
                "UNPROCESSABLE",
                "X",
                "NEGATIVE_VALUES");
    }

    @Test
    void datasetsThatCannotBeReadSayWhy() {
        assertProblem(encode("full", library.validating, "pca"), 409, "ILLEGAL_STATE");
        assertProblem(encode("full", library.tooLarge, "pca"), 413, "PAYLOAD_TOO_LARGE");
        assertProblem(encode("full", library.noDataset, "pca"), 422, "DATASET_INVALID");
        assertProblem(encode("full", library.lostDataset, "pca"), 404, "NOT_FOUND");
        JsonPath damaged =
                assertProblem(
                        encode("full", library.damagedDataset, "pca"), 422, "DATASET_INVALID");
        assertThat(damaged.getString("detail")).contains("damaged", library.damagedDataset);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"01arz3ndektsv4rrffq69g5fav", "..", "../models/full", "a b", "%2e%2e", "ü"})
    void unknownDatasetsAreNotFound(String id) {
        assertProblem(encode("full", id, "pca"), 404, "NOT_FOUND");
    }

    @Test
    void correctedExpressionOfChosenCellsAndGenes() {
        List<String> genes = json(api.get("/full")).getList("card.preprocessing.genes");
        Map<String, Object> chosen =
                Map.of(
                        "method",
                        "medl_plus",
                        "space",
                        "scaled",
                        "cells",
                        List.of("cell020", SmallCells.ODD_NAMES.get(0)),
                        "genes",
                        List.of(genes.get(7), genes.get(2), genes.get(3)));

        JsonPath some = json(api.post("/full:correct", chosen));
        JsonPath all =
                json(api.post("/full:correct", Map.of("method", "medl_plus", "space", "scaled")));

        assertThat(some.getList("columns", String.class))
                .containsExactly(genes.get(7), genes.get(2), genes.get(3));
        assertThat(some.getList("cells", String.class))
                .containsExactly("cell020", SmallCells.ODD_NAMES.get(0));
        assertThat(all.getList("shape", Integer.class))
                .containsExactly(SmallCells.CELLS, genes.size());
        assertThat(values(some).get(0).get(1)).isEqualTo(values(all).get(19).get(2));
        assertThat(values(some).get(1).get(0)).isEqualTo(values(all).get(0).get(7));
    }

    @Test
    void spacesAreTheSameValuesOnOtherScales() {
        JsonPath card = json(api.get("/full"));
        double range = card.getDouble("card.preprocessing.maximum");
        double target = card.getDouble("card.preprocessing.targetSum");
        List<List<Float>> scaled = correct("scaled");
        List<List<Float>> log1p = correct("log1p");
        List<List<Float>> counts = correct("counts");
        CsrMatrix raw = (CsrMatrix) SmallCells.counts().x();

        for (int cell = 0; cell < 20; cell++) {
            double library = 0;
            for (int k = raw.rowPointers()[cell]; k < raw.rowPointers()[cell + 1]; k++) {
                library += raw.values()[k];
            }
            double logged = scaled.get(cell).get(3) * range;
            assertThat((double) log1p.get(cell).get(3)).isCloseTo(logged, Offset.offset(1e-5));
            assertThat((double) counts.get(cell).get(3))
                    .isCloseTo(
                            Math.max(0, Math.expm1(logged)) * library / target,
                            Offset.offset(1e-2));
        }
        assertThat(values(json(api.post("/full:correct", Map.of("method", "fe")))))
                .isEqualTo(log1p);
    }

    private List<List<Float>> correct(String space) {
        return values(json(api.post("/full:correct", Map.of("method", "fe", "space", space))));
    }

    @Test
    void correctionOfALayeredModelReadsItsLayer() {
        JsonPath corrected =
                json(
                        api.post(
                                "/layered:correct",
                                Map.of("method", "pca", "format", "json", "space", "log1p")));

        assertThat(values(corrected)).hasSize(SmallCells.CELLS);
    }

    @Test
    void unknownCellsAndGenesAreNamed() {
        JsonPath cells =
                assertProblem(
                        api.post(
                                "/full:correct",
                                Map.of("method", "fe", "cells", List.of("cell020", "nobody"))),
                        400,
                        "INVALID_REQUEST",
                        "cells");
        assertThat(cells.getString("detail")).contains("nobody").doesNotContain("cell020");
        assertProblem(
                api.post("/full:correct", Map.of("method", "fe", "genes", List.of("NOGENE"))),
                400,
                "INVALID_REQUEST",
                "genes");
    }

    @Test
    void moreThanIsComputedAtOnceIsRefusedBeforeAnythingIsRead() {
        // repeated names are allowed, so that the limit can be reached with few cells
        List<String> many = Collections.nCopies(5_000, "cell020");

        JsonPath problem =
                assertProblem(
                        api.post("/full:correct", Map.of("method", "fe", "cells", many)),
                        413,
                        "PAYLOAD_TOO_LARGE");

        assertThat(problem.getString("detail")).contains("5000 cells", "choose at most");
    }

    @Test
    void moreNamesThanARequestMayHoldAreRefused() {
        Map<String, Object> body = new HashMap<>();
        body.put("method", "fe");
        body.put("genes", Collections.nCopies(20_001, "g"));

        assertProblem(api.post("/full:correct", body), 400, "INVALID_REQUEST", "genes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "encode  | {\"method\":\"pca\"}                                 | datasetId",
                "encode  | {\"datasetId\":\"x\"}                                | method",
                "encode  | {\"datasetId\":\"x\",\"method\":\"tsne\"}            | method",
                "encode  | {\"datasetId\":\"x\",\"method\":5}                   | method",
                "encode  | {\"datasetId\":true,\"method\":\"pca\"}              | datasetId",
                "encode  | {\"datasetId\":\"x\",\"method\":\"pca\",\"format\":\"xlsx\"} | format",
                "encode  | {\"datasetId\":\"x\",\"method\":\"pca\",\"cells\":[]} | cells",
                "correct | {}                                                   | method",
                "correct | {\"method\":\"tsne\"}                                | method",
                "correct | {\"method\":\"fe\",\"space\":\"raw\"}                | space",
                "correct | {\"method\":\"fe\",\"space\":1}                      | space",
                "correct | {\"method\":\"fe\",\"cells\":\"cell020\"}            | cells",
                "correct | {\"method\":\"fe\",\"cells\":[1]}                    | cells[0]",
                "correct | {\"method\":\"fe\",\"genes\":{}}                     | genes",
                "correct | {\"method\":\"fe\",\"format\":\"parquet\"}           | format",
                "correct | {\"method\":\"fe\",\"limit\":-1}                     | limit"
            })
    void aFieldThatIsWrongIsNamed(String verb, String body, String field) {
        assertProblem(api.post("/full:" + verb, body), 400, "INVALID_REQUEST", field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"encode", "correct"})
    void whatIsNotThereIsNotFound(String verb) {
        Map<String, Object> body =
                verb.equals("encode")
                        ? Map.of("datasetId", library.counts, "method", "pca")
                        : Map.of("method", "pca");

        assertProblem(api.post("/nothing:" + verb, body), 404, "NOT_FOUND");
        assertProblem(api.post("/full:" + verb + "?version=9", body), 404, "NOT_FOUND");
        assertProblem(new Api(Library.STRANGER).post("/full:" + verb, body), 404, "NOT_FOUND");
        assertProblem(api.get("/full:" + verb), 405, "METHOD_NOT_ALLOWED");
        assertProblem(api.post("/full:dance", body), 404, "NOT_FOUND");
        assertProblem(api.post("/full:" + verb, "{\"method\":"), 400, "MALFORMED_JSON");
    }

    @Test
    void aMethodThatTheModelLacksIsRefusedWithThoseItHas() {
        JsonPath problem =
                assertProblem(
                        api.post("/layered:correct", Map.of("method", "fe")),
                        400,
                        "INVALID_REQUEST",
                        "method");

        assertThat(problem.getString("detail")).contains("it has pca");
    }
}
