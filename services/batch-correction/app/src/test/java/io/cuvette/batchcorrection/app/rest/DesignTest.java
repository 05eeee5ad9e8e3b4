package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Audits of datasets. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class DesignTest {

    private static final String DATASETS = "/api/v1/batch-correction/datasets/";

    Library library;

    private final Api api = new Api(Library.TENANT);

    private Response design(String datasetId, String query) {
        return api.call().get(DATASETS + datasetId + "/design" + query);
    }

    @Test
    void tellsHowBatchesAndLabelsMeet() {
        JsonPath audit = json(design(library.counts, "?batch=batch&labels=label"));

        assertThat(audit.getString("datasetId")).isEqualTo(library.counts);
        assertThat(audit.getString("datasetSha256")).hasSize(64);
        assertThat(audit.getBoolean("usable")).isTrue();
        assertThat(audit.getInt("design.cells")).isEqualTo(SmallCells.CELLS);
        assertThat(audit.getInt("design.batchCount")).isEqualTo(3);
        assertThat(audit.getList("design.labels.name", String.class))
                .containsExactly("type1", "type2", "type3");
        List<List<Integer>> table = audit.getList("design.contingency");
        assertThat(table.stream().flatMap(List::stream).mapToInt(Integer::intValue).sum())
                .isEqualTo(SmallCells.CELLS);
        assertThat(audit.getDouble("design.association.inSampleLookupCeiling"))
                .isBetween(audit.getDouble("design.association.chance"), 1.0);
        assertThat(audit.getList("design.functionsOfBatch")).isEmpty();
        assertThat(audit.getInt("design.columnsNotExamined")).isZero();
    }

    @Test
    void needsNoLabels() {
        JsonPath audit = json(design(library.counts, "?batch=batch"));

        assertThat(audit.getInt("design.labelCount")).isZero();
        assertThat(audit.getMap("design.association")).isNull();
        assertThat(audit.getList("design.batches")).hasSize(3);
    }

    @Test
    void warnsOfWhatTheBatchDecides() throws IOException {
        AnnData nested =
                SplatterLike.generate(
                                new SplatterLike.Settings(
                                        600, 20, 12, 3, Hierarchical.HEART, 0, false),
                                2)
                        .data();
        JsonPath audit = json(design(library.add(nested), "?batch=batch&labels=diagnosis"));

        assertThat(audit.getList("design.functionsOfBatch.column", String.class))
                .containsExactly("donor", "region", "protocol");
        assertThat(audit.getBoolean("design.association.batchDeterminesLabel")).isTrue();
        assertThat(audit.getList("design.findings.code", String.class))
                .contains("COLUMN_NESTED_IN_BATCH", "LABEL_NESTED_IN_BATCH");
        assertThat(audit.getList("design.findings.severity", String.class)).containsOnly("WARNING");
        assertThat(audit.getBoolean("usable")).isTrue();
    }

    @Test
    void aBatchColumnThatCannotBeUsedIsAuditedAsSuch() throws IOException {
        String single = library.add(withBatch(cell -> "one"));
        JsonPath audit = json(design(single, "?batch=batch"));
        assertThat(audit.getBoolean("usable")).isFalse();
        assertThat(audit.getList("design.findings.code", String.class))
                .containsExactly("BATCH_SINGLE");

        String missing = library.add(withBatch(cell -> cell == 7 ? null : "b" + cell % 2));
        JsonPath nan = json(design(missing, "?batch=batch"));
        assertThat(nan.getBoolean("usable")).isFalse();
        assertThat(nan.getList("design.findings.code", String.class)).containsExactly("BATCH_NAN");
        assertThat(nan.getString("design.findings[0].message")).startsWith("1 of 150 cells");
    }

    @Test
    void judgesTheValuesOfANamedLayer() {
        JsonPath counts = json(design(library.layered, "?batch=batch&layer=counts"));
        assertThat(counts.getString("layer")).isEqualTo("counts");
        assertThat(counts.getBoolean("usable")).isTrue();

        assertProblem(
                design(library.layered, "?batch=batch&layer=raw"), 422, "UNPROCESSABLE", "layer");
    }

    @Test
    void aTableHasNoBatchColumn() {
        String table = library.addTable(SmallCells.counts());

        assertProblem(design(table, "?batch=batch"), 422, "UNPROCESSABLE", "batch");
    }

    @ParameterizedTest
    @CsvSource({
        "?batch=donor, batch, BATCH_MISSING",
        "?batch=batch&labels=celltype, labels, LABEL_MISSING",
    })
    void namesTheColumnsThatThereAreWhenOneIsNot(String query, String field, String code) {
        JsonPath problem =
                assertProblem(design(library.counts, query), 422, "UNPROCESSABLE", field, code);
        assertThat(problem.getString("errors[0].message")).contains("columns are: batch, label");
    }

    @ParameterizedTest
    @CsvSource({"''", "?batch=", "?labels=label"})
    void asksForTheBatchColumn(String query) {
        assertProblem(design(library.counts, query), 400, "INVALID_REQUEST", "batch");
    }

    @Test
    void refusesColumnsOfMoreValuesThanThereCanBeBatches() throws IOException {
        AnnData many =
                SplatterLike.generate(new SplatterLike.Settings(1200, 5, 2, 2, 0.1, 0, false), 1)
                        .data();
        String[] names = many.obs().index().toArray(String[]::new);
        AnnData named =
                AnnData.of(
                        many.x(),
                        many.obs().with("barcode", new Column.Strings(names, new BitSet())),
                        many.var());

        JsonPath problem =
                assertProblem(
                        design(library.add(named), "?batch=barcode"),
                        422,
                        "UNPROCESSABLE",
                        "batch");
        assertThat(problem.getString("detail")).contains("more than 1000 distinct values");
    }

    @Test
    void datasetsThatCannotBeReadAreRefused() {
        assertProblem(design(library.validating, "?batch=batch"), 409, "ILLEGAL_STATE");
        assertProblem(design(library.tooLarge, "?batch=batch"), 413, "PAYLOAD_TOO_LARGE");
        assertProblem(design(library.noDataset, "?batch=batch"), 422, "DATASET_INVALID");
        assertProblem(design(library.damagedDataset, "?batch=batch"), 422, "DATASET_INVALID");
        assertProblem(design("unknown", "?batch=batch"), 404, "NOT_FOUND");
    }

    @Test
    void datasetsOfOthersAreNotThere() {
        Response answer =
                new Api(Library.STRANGER)
                        .call()
                        .get(DATASETS + library.counts + "/design?batch=batch");

        assertProblem(answer, 404, "NOT_FOUND");
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
}
