package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New cells whose embedding depends on their batch. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class EncodeBatchesTest {

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Response encode(String dataset, String method, Object... keysAndValues) {
        Map<String, Object> request = new HashMap<>();
        request.put("datasetId", dataset);
        request.put("method", method);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            request.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return api.post("/full:encode", request);
    }

    private static List<List<Float>> values(JsonPath table) {
        return table.getList("values");
    }

    /** The training cells with their batches in another column, some renamed. */
    private String renamed(String column, String from, String to) throws IOException {
        AnnData counts = SmallCells.counts();
        Column.Categorical batches =
                (Column.Categorical) counts.obs().column("batch").orElseThrow();
        String[] names =
                Arrays.stream(batches.codes())
                        .mapToObj(batches.categories()::get)
                        .map(name -> name.equals(from) ? to : name)
                        .toArray(String[]::new);
        return library.add(
                AnnData.of(
                        counts.x(),
                        Frame.of(counts.obs().index())
                                .with(column, new Column.Strings(names, new BitSet())),
                        counts.var()));
    }

    @Test
    void theTrainingCellsComeOutAsTheyAreStored() {
        JsonPath encoded = json(encode(library.counts, "re"));

        assertThat(values(encoded)).isEqualTo(values(json(api.get("/full/embeddings/re"))));
        assertThat(encoded.getList("batchAlignment.unseen")).isEmpty();
        assertThat(encoded.getString("batchAlignment.policy")).isEqualTo("reject");
    }

    @Test
    void harmonyPutsTheTrainingCellsWhereItsFitDid() {
        List<List<Float>> encoded = values(json(encode(library.counts, "harmony")));
        List<List<Float>> stored = values(json(api.get("/full/embeddings/harmony")));

        double difference = 0;
        double size = 0;
        for (int cell = 0; cell < stored.size(); cell++) {
            for (int d = 0; d < stored.get(cell).size(); d++) {
                double s = stored.get(cell).get(d);
                difference += Math.pow(encoded.get(cell).get(d) - s, 2);
                size += s * s;
            }
        }
        assertThat(difference).isLessThan(.02 * size);
    }

    @Test
    void severalMethodsStandSideBySide() {
        JsonPath both = json(encode(library.counts, "fe+re"));
        JsonPath stored = json(api.get("/full/embeddings/fe+re?format=json"));

        assertThat(both.getString("method")).isEqualTo("fe+re");
        assertThat(both.getList("columns", String.class))
                .containsExactly("fe_1", "fe_2", "fe_3", "fe_4", "re_1", "re_2", "re_3", "re_4");
        assertThat(values(both)).isEqualTo(values(stored));
        List<Float> row = new ArrayList<>(values(json(api.get("/full/embeddings/fe"))).get(7));
        row.addAll(values(json(api.get("/full/embeddings/re"))).get(7));
        assertThat(values(both).get(7)).isEqualTo(row);
    }

    @Test
    void unseenBatchesAreRefusedUnlessAPolicyIsChosen() throws IOException {
        String dataset = renamed("batch", "batch2", "batch9");

        JsonPath problem =
                assertProblem(
                        encode(dataset, "re"), 422, "UNPROCESSABLE", "batchKey", "UNSEEN_BATCH");
        assertThat(problem.getString("detail")).contains("batch9", "population", "nearest");
        // methods that do not look at the batch do not mind
        assertThat(values(json(encode(dataset, "medl_plus"))))
                .isEqualTo(values(json(api.get("/full/embeddings/medl_plus"))));
    }

    @Test
    void populationTakesTheEffectsAsZero() throws IOException {
        String dataset = renamed("batch", "batch2", "batch9");

        JsonPath encoded = json(encode(dataset, "re", "unseenBatch", "population"));

        assertThat(encoded.getList("batchAlignment.unseen", String.class))
                .containsExactly("batch9");
        assertThat(encoded.getMap("batchAlignment.treatedAs")).isEmpty();
        List<List<Float>> stored = values(json(api.get("/full/embeddings/re")));
        Column.Categorical batches =
                (Column.Categorical) SmallCells.counts().obs().column("batch").orElseThrow();
        for (int cell = 0; cell < SmallCells.CELLS; cell++) {
            boolean unseen = batches.categories().get(batches.codes()[cell]).equals("batch2");
            assertThat(values(encoded).get(cell).equals(stored.get(cell)))
                    .as("cell %d", cell)
                    .isEqualTo(!unseen);
        }
    }

    @Test
    void nearestTakesTheBatchThatLooksLikeIt() throws IOException {
        String dataset = renamed("batch", "batch2", "batch9");

        JsonPath encoded = json(encode(dataset, "re", "unseenBatch", "nearest"));

        // its cells are those of batch2
        assertThat(encoded.<String, String>getMap("batchAlignment.treatedAs"))
                .containsExactly(Map.entry("batch9", "batch2"));
        assertThat(values(encoded)).isEqualTo(values(json(api.get("/full/embeddings/re"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "npy", "arrow", "json"})
    void substitutedBatchesAreToldWhateverTheFormat(String format) throws IOException {
        String dataset = renamed("batch", "batch2", "batch9");

        Response nearest = encode(dataset, "re", "unseenBatch", "nearest", "format", format);
        Response population = encode(dataset, "re", "unseenBatch", "population", "format", format);
        Response without = encode(dataset, "pca", "format", format);

        String told = "{\"policy\":\"nearest\",\"unseen\":1,\"substituted\":1}";
        assertThat(nearest.header("Cuvette-Batch-Alignment")).isEqualTo(told);
        assertThat(population.header("Cuvette-Batch-Alignment"))
                .isEqualTo("{\"policy\":\"population\",\"unseen\":1,\"substituted\":0}");
        assertThat(without.header("Cuvette-Batch-Alignment")).isNull();
        if (format.equals("arrow")) {
            assertThat(new String(nearest.asByteArray(), StandardCharsets.ISO_8859_1))
                    .contains("batchAlignment", told);
        }
    }

    @Test
    void theColumnOfBatchesMayHaveAnotherName() throws IOException {
        String dataset = renamed("library", "none", "none");

        assertThat(values(json(encode(dataset, "re", "batchKey", "library"))))
                .isEqualTo(values(json(api.get("/full/embeddings/re"))));
        assertProblem(encode(dataset, "re"), 422, "UNPROCESSABLE", "batchKey", "BATCH_MISSING");
        // without any batch, all cells are of the population
        assertThat(json(encode(dataset, "re", "unseenBatch", "population")).getList("values"))
                .hasSize(SmallCells.CELLS);
    }

    @Test
    void cellsWithoutABatchAreNamed() throws IOException {
        AnnData counts = SmallCells.counts();
        String[] names = new String[SmallCells.CELLS];
        Arrays.fill(names, "batch1");
        BitSet missing = new BitSet();
        missing.set(4);
        String dataset =
                library.add(
                        AnnData.of(
                                counts.x(),
                                Frame.of(counts.obs().index())
                                        .with("batch", new Column.Strings(names, missing)),
                                counts.var()));

        assertProblem(encode(dataset, "re"), 422, "UNPROCESSABLE", "batchKey", "BATCH_NAN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ignore", "REJECT", ""})
    void unknownPoliciesAreRefused(String policy) {
        assertProblem(
                encode(library.counts, "re", "unseenBatch", policy),
                400,
                "INVALID_REQUEST",
                "unseenBatch");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fe+fe", "fe+", "+", "pca+fe+re+ae+fec", "fe+magic"})
    void combinationsThatAreNoneAreRefused(String method) {
        assertProblem(encode(library.counts, method), 400, "INVALID_REQUEST", "method");
    }
}
