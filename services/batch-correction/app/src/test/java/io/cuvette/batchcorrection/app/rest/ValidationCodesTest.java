package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The codes by which a client tells what is wrong with data: each of them reaches it. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ValidationCodesTest {

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Response train(String datasetId, String... keysAndValues) {
        return train("", datasetId, keysAndValues);
    }

    /** Without a job: an answer even where there is something to say. */
    private JsonPath judge(String datasetId, String... keysAndValues) {
        return json(train("?validateOnly=true", datasetId, keysAndValues));
    }

    private Response train(String query, String datasetId, String[] keysAndValues) {
        Map<String, Object> body = new HashMap<>();
        body.put("name", "codes");
        body.put("datasetId", datasetId);
        body.put("batchKey", "batch");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return api.post(query, body);
    }

    private Response encode(String datasetId, String method) {
        return api.post("/full:encode", Map.of("datasetId", datasetId, "method", method));
    }

    private JsonPath design(String datasetId, String query) {
        return json(
                api.call()
                        .get(
                                "/api/v1/batch-correction/datasets/%s/design?batch=batch%s"
                                        .formatted(datasetId, query)));
    }

    /** A training that is refused for one reason, in the words of the training service. */
    private static void assertRefused(Response response, String field, String code) {
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(422);
        assertThat(response.contentType()).startsWith("application/problem+json");
        JsonPath problem = response.jsonPath();
        assertThat(problem.getString("errorCode")).isEqualTo("JOB_REJECTED");
        assertThat(problem.getList("errors.field", String.class)).containsExactly(field);
        assertThat(problem.getList("errors.code", String.class)).containsExactly(code);
    }

    private static void assertUnprocessable(Response response, String field, String code) {
        assertProblem(response, 422, "UNPROCESSABLE", field, code);
    }

    private static void assertUnusable(JsonPath design, String code) {
        assertThat(design.getBoolean("usable")).isFalse();
        assertThat(
                        design.getList(
                                "design.findings.findAll { it.severity == 'ERROR' }.code",
                                String.class))
                .containsExactly(code);
    }

    private static AnnData withBatch(IntFunction<String> name) {
        AnnData counts = SmallCells.counts();
        String[] values = new String[SmallCells.CELLS];
        BitSet missing = new BitSet();
        for (int cell = 0; cell < values.length; cell++) {
            String value = name.apply(cell);
            missing.set(cell, value == null);
            values[cell] = value == null ? "" : value;
        }
        Frame obs = counts.obs().with("batch", new Column.Strings(values, missing));
        return AnnData.of(counts.x(), obs, counts.var());
    }

    private static Matrix changed(DoubleUnaryOperator change) {
        CsrMatrix x = (CsrMatrix) SmallCells.counts().x();
        float[] values = new float[x.values().length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) change.applyAsDouble(x.values()[i]);
        }
        return new CsrMatrix(x.rows(), x.columns(), x.rowPointers(), x.columnIndices(), values);
    }

    private static Matrix centred() {
        AnnData counts = SmallCells.counts();
        float[] values = new float[counts.cells() * counts.genes()];
        for (int cell = 0; cell < counts.cells(); cell++) {
            counts.x().copyRow(cell, values, cell * counts.genes());
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log1p(values[i]) - 0.75f;
        }
        return new DenseMatrix(counts.cells(), counts.genes(), values);
    }

    private String addX(Matrix x) throws IOException {
        AnnData counts = SmallCells.counts();
        return library.add(AnnData.of(x, counts.obs(), counts.var()));
    }

    private String addLayer(Matrix layer) throws IOException {
        AnnData counts = SmallCells.counts();
        return library.add(
                new AnnData(
                        counts.x(), counts.obs(), counts.var(), Map.of("other", layer), Map.of()));
    }

    @Test
    void batchMissing() {
        assertRefused(train(library.counts, "batchKey", "donor"), "batchKey", "BATCH_MISSING");
    }

    @Test
    void batchSingle() throws IOException {
        String dataset = library.add(withBatch(cell -> "one"));

        assertRefused(train(dataset), "batchKey", "BATCH_SINGLE");
        assertUnusable(design(dataset, ""), "BATCH_SINGLE");
    }

    @Test
    void batchNan() throws IOException {
        String dataset = library.add(withBatch(cell -> cell == 7 ? null : "b" + cell % 2));

        assertRefused(train(dataset), "batchKey", "BATCH_NAN");
        assertUnusable(design(dataset, ""), "BATCH_NAN");
        assertUnprocessable(encode(dataset, "re"), "batchKey", "BATCH_NAN");
    }

    @Test
    void negativeValues() throws IOException {
        Matrix negative = SmallCells.negative().x();

        assertRefused(train(library.negative), "X", "NEGATIVE_VALUES");
        assertUnprocessable(encode(library.negative, "pca"), "X", "NEGATIVE_VALUES");
        assertUnusable(design(addLayer(negative), "&layer=other"), "NEGATIVE_VALUES");
    }

    @Test
    void looksScaled() throws IOException {
        assertRefused(train(addX(centred())), "X", "LOOKS_SCALED");
        assertUnusable(design(addLayer(centred()), "&layer=other"), "LOOKS_SCALED");
        // scaled to [0, 1]
        assertUnusable(design(addLayer(changed(v -> v / (v + 1))), "&layer=other"), "LOOKS_SCALED");
        assertUnprocessable(encode(addX(centred()), "pca"), "X", "LOOKS_SCALED");
        assertUnprocessable(encode(addX(changed(v -> v / (v + 1))), "fe"), "X", "LOOKS_SCALED");
    }

    @Test
    void looksLogged() throws IOException {
        JsonPath judged = judge(addX(changed(Math::log1p)));

        assertThat(judged.getList("findings.code", String.class)).contains("LOOKS_LOGGED");
        assertUnusable(design(addLayer(changed(Math::log1p)), "&layer=other"), "LOOKS_LOGGED");
        assertUnprocessable(encode(addX(changed(Math::log1p)), "pca"), "X", "LOOKS_LOGGED");
        // a warning alone stops nothing, as it stops no training
        assertThat(encode(addX(changed(v -> v * 20.25)), "pca").statusCode()).isEqualTo(200);
    }

    @Test
    void tooFewCells() throws IOException {
        String few = library.add(cells(49));
        String enough = library.add(cells(50));

        assertRefused(train(few), "X", "TOO_FEW_CELLS");
        assertThat(design(few, "").getList("design.findings.code", String.class))
                .contains("TOO_FEW_CELLS");
        assertThat(design(few, "").getBoolean("usable")).isFalse();
        assertThat(train(enough).statusCode()).isEqualTo(202);
        assertThat(design(enough, "").getBoolean("usable")).isTrue();
    }

    private static AnnData cells(int count) {
        return SplatterLike.generate(new SplatterLike.Settings(count, 60, 2, 2, 0.3, 0, false), 4)
                .data();
    }

    @Test
    void geneMismatch() {
        assertUnprocessable(encode(library.otherGenes, "pca"), "genes", "GENE_MISMATCH");
    }

    @Test
    void unseenBatch() throws IOException {
        String dataset = library.add(withBatch(cell -> "new" + cell % 2));

        assertUnprocessable(encode(dataset, "harmony"), "batchKey", "UNSEEN_BATCH");
    }

    /** Each batch has a type of its own: what is of the batch and what of the type is open. */
    @Test
    void labelNestedInBatch() throws IOException {
        AnnData batches = withBatch(cell -> "b" + cell % 3);
        Column.Strings labels =
                new Column.Strings(
                        IntStream.range(0, SmallCells.CELLS)
                                .mapToObj(cell -> "t" + cell % 3)
                                .toArray(String[]::new),
                        new BitSet());
        String dataset =
                library.add(
                        AnnData.of(
                                batches.x(), batches.obs().with("label", labels), batches.var()));

        JsonPath design = design(dataset, "&labels=label");

        assertThat(design.getList("design.findings.code", String.class))
                .contains("LABEL_NESTED_IN_BATCH");
        assertThat(design.getList("design.findings.severity", String.class))
                .containsOnly("WARNING");
        assertThat(design.getBoolean("usable")).isTrue();
        assertThat(train(dataset, "labelKey", "label").statusCode()).isEqualTo(202);
    }
}
