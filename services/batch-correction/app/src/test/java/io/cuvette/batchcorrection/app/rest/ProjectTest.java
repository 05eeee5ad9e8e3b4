package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.arrow.ArrowTable;
import io.cuvette.data.arrow.ArrowTableWriter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells shown in other batches. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ProjectTest {

    Library library;

    private final Api api = new Api(Library.TENANT);

    private static Map<String, Object> request(Object... keysAndValues) {
        Map<String, Object> request = new HashMap<>();
        request.put("cells", List.of("cell020", SmallCells.ODD_NAMES.get(0), "cell100"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            request.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return request;
    }

    private Response project(Object... keysAndValues) {
        return api.post("/full:project", request(keysAndValues));
    }

    private static List<List<List<Float>>> values(JsonPath projection) {
        return projection.getList("values");
    }

    @Test
    void everyBatchAndGeneWithTheValidityBesideIt() {
        Response response = project();
        JsonPath projection = json(response);
        JsonPath card = json(api.get("/full"));
        List<String> genes = card.getList("card.preprocessing.genes");

        assertThat(projection.getString("method")).isEqualTo("medl_plus");
        assertThat(projection.getString("space")).isEqualTo("log1p");
        assertThat(projection.getList("shape", Integer.class)).containsExactly(3, 3, genes.size());
        assertThat(projection.getList("batches", String.class))
                .isEqualTo(card.getList("card.batches"));
        assertThat(projection.getList("genes", String.class)).isEqualTo(genes);
        assertThat(projection.getDouble("validity.ratio"))
                .isEqualTo(card.getDouble("card.validity.medl_plus.ratio"));
        assertThat(projection.getString("trust")).isNotBlank();
        assertThat(response.header("Cuvette-Projection-Validity")).startsWith("ratio ");
        assertThat(projection.getList("mostChangedGenes", String.class)).hasSize(20);
        assertThat(projection.getString("cells[1].name")).isEqualTo("=1+1");
        int own =
                projection
                        .getList("batches", String.class)
                        .indexOf(projection.getString("cells[1].batch"));
        for (int target = 0; target < 3; target++) {
            String support = projection.getString("cells[1].support[%d]".formatted(target));
            assertThat(support)
                    .isIn(target == own ? List.of("OWN") : List.of("SUPPORTED", "EXTRAPOLATION"));
        }
    }

    @Test
    void medlPlusMovesEveryCellByTheSameOffsets() {
        List<List<List<Float>>> cells = values(json(project("space", "scaled")));

        for (int gene = 0; gene < 10; gene++) {
            double first = cells.get(0).get(2).get(gene) - cells.get(0).get(1).get(gene);
            double second = cells.get(1).get(2).get(gene) - cells.get(1).get(1).get(gene);
            assertThat(second).isCloseTo(first, within(1e-6));
        }
        assertThat(cells.get(0).get(2)).isNotEqualTo(cells.get(0).get(1));
    }

    @ParameterizedTest
    @CsvSource({"medl_plus, medl_plus", "paper, re", "re, re"})
    void npyHoldsTheSameValues(String asked, String method) {
        List<String> genes = json(api.get("/full")).getList("card.preprocessing.genes");
        Object[] choice = {
            "method", asked,
            "batches", List.of("batch3", "batch1"),
            "genes", List.of(genes.get(9), genes.get(4))
        };
        JsonPath projection = json(project(choice));
        Map<String, Object> asNpy = request(choice);
        asNpy.put("format", "npy");
        Response response = api.post("/full:project", asNpy);

        assertThat(projection.getString("method")).isEqualTo(method);
        byte[] bytes = response.asByteArray();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + buffer.getShort(8);
        assertThat(new String(bytes, 10, header - 10, StandardCharsets.US_ASCII))
                .contains("(3, 2, 2)");
        assertThat(bytes).hasSize(header + 4 * 12);
        assertThat(buffer.getFloat(header + 4 * (2 * 4 + 2 + 1)))
                .isEqualTo(values(projection).get(2).get(1).get(1));
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"full-v1-%s-projection.npy\"".formatted(method));
        assertThat(response.header("Cuvette-Projection-Validity")).startsWith("ratio ");
    }

    @ParameterizedTest
    @CsvSource({"medl_plus, medl_plus", "paper, re", "harmony, harmony"})
    void arrowHoldsTheSameValuesWithTheirNamesAndSupport(String asked, String method)
            throws IOException {
        List<String> genes = json(api.get("/full")).getList("card.preprocessing.genes");
        List<String> chosen = List.of(genes.get(9), genes.get(4));
        List<String> batches = List.of("batch3", "batch1");
        Object[] choice = {"method", asked, "batches", batches, "genes", chosen};
        JsonPath projection = json(project(choice));
        Map<String, Object> asArrow = request(choice);
        asArrow.put("format", "arrow");

        Response response = api.post("/full:project", asArrow);

        assertThat(response.contentType()).isEqualTo("application/vnd.apache.arrow.file");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"full-v1-%s-projection.arrow\"".formatted(method));
        List<String> names = projection.getList("cells.name");
        List<List<String>> support = projection.getList("cells.support");
        Map<String, List<String>> texts = new LinkedHashMap<>();
        texts.put("cell", names.stream().flatMap(name -> Stream.of(name, name)).toList());
        texts.put("batch", names.stream().flatMap(name -> batches.stream()).toList());
        texts.put("support", support.stream().flatMap(List::stream).toList());
        float[] values = new float[3 * 2 * 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = values(projection).get(i / 4).get(i / 2 % 2).get(i % 2);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ArrowTableWriter.write(
                new ArrowTable(
                        texts,
                        chosen,
                        new DenseMatrix(6, 2, values),
                        Map.of(
                                "model",
                                "full",
                                "version",
                                "1",
                                "method",
                                method,
                                "space",
                                "log1p",
                                "validity",
                                response.header("Cuvette-Projection-Validity"),
                                "trust",
                                projection.getString("trust"))),
                file);
        assertThat(response.asByteArray()).isEqualTo(file.toByteArray());
    }

    @Test
    void everyFormatCountsItsExtrapolations() {
        List<List<String>> support = json(project()).getList("cells.support");
        Map<String, Integer> counts = new HashMap<>();
        support.forEach(cell -> cell.forEach(kind -> counts.merge(kind, 1, Integer::sum)));

        for (String format : List.of("json", "summary", "npy", "arrow")) {
            Response response = project("format", format);
            assertThat(
                            JsonPath.from(response.header("Cuvette-Projection-Support"))
                                    .<String, Integer>getMap(""))
                    .as(format)
                    .isEqualTo(counts);
        }
        assertThat(counts).containsEntry("OWN", 3);
    }

    @Test
    void columnsOfATableHaveDifferentNames() {
        List<String> genes = json(api.get("/full")).getList("card.preprocessing.genes");
        List<String> twice = List.of(genes.get(1), genes.get(1));

        assertProblem(project("genes", twice, "format", "arrow"), 400, "INVALID_REQUEST", "genes");
        assertThat(json(project("genes", twice)).getList("genes")).isEqualTo(twice);
        assertProblem(
                api.post(
                        "/full:correct", Map.of("method", "fe", "genes", twice, "format", "arrow")),
                400,
                "INVALID_REQUEST",
                "genes");
    }

    @Test
    void theNumberOfTopGenesIsChosen() {
        JsonPath five = json(project("format", "summary", "top", 5));
        JsonPath all = json(project("format", "summary", "top", 1_000));
        List<Float> deviations = five.getList("deviationOverBatches");
        List<String> genes = five.getList("genes");

        List<String> top = five.getList("mostChangedGenes");
        assertThat(top).hasSize(5);
        assertThat(deviations.get(genes.indexOf(top.get(0))))
                .isEqualTo(Collections.max(deviations));
        assertThat(all.getList("mostChangedGenes", String.class))
                .hasSize(genes.size())
                .startsWith(top.toArray(String[]::new));
        assertProblem(project("top", 0), 400, "INVALID_REQUEST", "top");
        assertProblem(project("top", 1_001), 400, "INVALID_REQUEST", "top");
    }

    /** Values of an npy answer in C order. */
    private static float[] npyValues(Response npy) {
        assertThat(npy.statusCode()).isEqualTo(200);
        ByteBuffer buffer = ByteBuffer.wrap(npy.asByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        buffer.position(10 + buffer.getShort(8));
        float[] values = new float[buffer.remaining() / Float.BYTES];
        buffer.asFloatBuffer().get(values);
        return values;
    }

    /** The model's cells of a batch, as positions. */
    private static int[] cellsOf(TrainingCells cells, int batch) {
        return IntStream.range(0, cells.index().size())
                .filter(cell -> cells.index().batches()[cell] == batch)
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"medl_plus", "harmony", "re"})
    void inItsOwnBatchACellIsTheMethodsReconstructionToTheBit(String key) throws Exception {
        Method method = Method.ofKey(key).orElseThrow();
        AnnData data = SmallCells.counts();
        try (TrainedModel model = TrainedModel.load(library.trained().full());
                TrainingCells cells = TrainingCells.read(library.trained().full())) {
            SparseMatrix scaled =
                    model.card().preprocessing().apply(data.x(), data.var().index()).scaled();
            CounterfactualModel projecting = (CounterfactualModel) model.find(method).orElseThrow();
            for (int batch = 0; batch < 3; batch++) {
                int[] own = cellsOf(cells, batch);
                // rows of the dataset are the model's cells: none was filtered out
                assertThat(cells.index().rows()[own[0]]).isEqualTo(own[0]);
                float[] reconstructed =
                        projecting
                                .reconstruct(
                                        new ScaledCells(scaled, cells.index().batches())
                                                .select(own))
                                .values();

                float[] projected =
                        npyValues(
                                project(
                                        "method",
                                        key,
                                        "space",
                                        "scaled",
                                        "format",
                                        "npy",
                                        "batches",
                                        List.of(model.card().batches().get(batch)),
                                        "cells",
                                        IntStream.of(own).mapToObj(cells.names()::get).toList()));

                assertThat(own).hasSizeGreaterThan(5);
                assertThat(projected).containsExactly(reconstructed);
            }
        }
    }

    /** What {@code :correct} answers is the decoding without any batch's offsets. */
    @Test
    void inItsOwnBatchMedlPlusIsTheCorrectedExpressionPlusTheBatchsOffsets() throws Exception {
        try (TrainedModel model = TrainedModel.load(library.trained().full());
                TrainingCells cells = TrainingCells.read(library.trained().full())) {
            OffsetModel offsets = (OffsetModel) model.find(Method.MEDL_PLUS).orElseThrow();
            List<String> names =
                    IntStream.of(cellsOf(cells, 1)).mapToObj(cells.names()::get).toList();
            float[] expected =
                    npyValues(
                            api.post(
                                    "/full:correct",
                                    Map.of(
                                            "method", "medl_plus",
                                            "space", "scaled",
                                            "format", "npy",
                                            "cells", names)));
            for (int i = 0; i < expected.length; i++) {
                expected[i] += offsets.offset(1, i % offsets.genes());
            }

            float[] projected =
                    npyValues(
                            project(
                                    "method", "medl_plus",
                                    "space", "scaled",
                                    "format", "npy",
                                    "batches", List.of(model.card().batches().get(1)),
                                    "cells", names));

            assertThat(projected).containsExactly(expected);
        }
    }

    @Test
    void aSummaryLeavesTheValuesOut() {
        JsonPath summary = json(project("format", "summary"));
        JsonPath full = json(project());

        assertThat(summary.getList("values")).isNull();
        assertThat(summary.getList("mostChangedGenes", String.class))
                .isEqualTo(full.getList("mostChangedGenes"));
        List<Float> deviations = summary.getList("deviationOverBatches");
        List<List<Float>> first = values(full).get(0);
        // the same offsets for every cell, so one cell's deviation is the mean over cells
        double a = first.get(0).get(5);
        double b = first.get(1).get(5);
        double c = first.get(2).get(5);
        double mean = (a + b + c) / 3;
        double deviation =
                Math.sqrt(
                        ((a - mean) * (a - mean)
                                        + (b - mean) * (b - mean)
                                        + (c - mean) * (c - mean))
                                / 2);
        assertThat((double) deviations.get(5)).isCloseTo(deviation, within(1e-4));
    }

    /** Of cells that each move in their own way, as by the published method. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "summary"})
    void deviationsAreTheMeanOverCells(String format) {
        List<List<List<Float>>> cells = values(json(project("method", "paper")));
        List<Float> deviations =
                json(project("method", "paper", "format", format)).getList("deviationOverBatches");

        double expected = 0;
        for (List<List<Float>> batches : cells) {
            double mean =
                    batches.stream().mapToDouble(genes -> genes.get(7)).average().orElseThrow();
            double squares = batches.stream().mapToDouble(g -> Math.pow(g.get(7) - mean, 2)).sum();
            expected += Math.sqrt(squares / (batches.size() - 1)) / cells.size();
        }
        assertThat(expected).isPositive();
        assertThat((double) deviations.get(7)).isCloseTo(expected, within(1e-5 * expected + 1e-7));
    }

    @Test
    void nothingChangesInASingleBatch() {
        JsonPath one = json(project("batches", List.of("batch2"), "genes", List.of()));

        assertThat(one.getList("deviationOverBatches", Float.class)).hasSize(60).containsOnly(0f);
    }

    @Test
    void whatIsToldOfTheValuesComesAfterThem() {
        String answer = project().asString();

        assertThat(answer.indexOf("\"values\"")).isPositive();
        assertThat(answer.indexOf("\"deviationOverBatches\""))
                .isGreaterThan(answer.indexOf("\"values\""));
        assertThat(answer.indexOf("\"trust\"")).isLessThan(answer.indexOf("\"values\""));
    }

    @Test
    void countsAreAtTheCellsOwnLibrarySize() {
        double target = json(api.get("/full")).getDouble("card.preprocessing.targetSum");
        List<List<List<Float>>> logged = values(json(project()));
        List<List<List<Float>>> counts = values(json(project("space", "counts")));

        double first = ratio(logged, counts, 0, target);
        double second = ratio(logged, counts, 1, target);
        assertThat(first).isPositive();
        assertThat(second).isPositive().isNotCloseTo(first, within(1e-6));
    }

    /** Library size that links the two spaces, the same in every batch. */
    private static double ratio(
            List<List<List<Float>>> logged,
            List<List<List<Float>>> counts,
            int cell,
            double target) {
        double[] sizes = new double[2];
        for (int batch = 0; batch < 2; batch++) {
            double from = 0;
            double to = 0;
            for (int gene = 0; gene < logged.get(cell).get(batch).size(); gene++) {
                from += Math.max(0, Math.expm1(logged.get(cell).get(batch).get(gene)));
                to += counts.get(cell).get(batch).get(gene);
            }
            sizes[batch] = to / from * target;
        }
        assertThat(sizes[1]).isCloseTo(sizes[0], within(1e-2 * sizes[0]));
        return sizes[0];
    }

    @ParameterizedTest
    @CsvSource({
        "method, pca, method, NO_PROJECTION",
        "method, magic, method, UNKNOWN_METHOD",
        "space, logs, space, UNKNOWN_SPACE",
        "format, xml, format, UNKNOWN_FORMAT"
    })
    void wrongChoicesAreNamed(String key, String value, String field, String code) {
        assertProblem(project(key, value), 400, "INVALID_REQUEST", field, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cells", "batches", "genes"})
    void unknownNamesAreNamed(String field) {
        JsonPath problem =
                assertProblem(
                        project(field, List.of("nobody")),
                        400,
                        "INVALID_REQUEST",
                        field,
                        "UNKNOWN_NAME");
        assertThat(problem.getString("errors[0].message")).contains("nobody");
    }

    @Test
    void noCellsAndTooManyAreRefused() {
        assertProblem(project("cells", List.of()), 400, "INVALID_REQUEST");
        assertProblem(
                project("cells", Collections.nCopies(501, "cell020")), 400, "INVALID_REQUEST");
        // 300 cells x 3 batches x 60 genes are above the limit of these tests, whichever are sent
        JsonPath problem =
                assertProblem(
                        project("cells", Collections.nCopies(300, "cell020")),
                        413,
                        "PAYLOAD_TOO_LARGE");
        assertThat(problem.getString("detail")).contains("300 cells x 3 batches");
    }

    @Test
    void othersSeeNothing() {
        assertProblem(new Api("another").post("/full:project", request()), 404, "NOT_FOUND");
    }
}
