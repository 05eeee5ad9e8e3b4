package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Batch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.FunctionOfBatch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Label;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Pair;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DesignAuditTest {

    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    @Test
    void theTableCountsEveryPair() {
        // b0: 40 t0, 20 t1; b1: 10 t0, 30 t1
        DesignAudit audit =
                audit(
                        frame(100)
                                .with("batch", texts(100, cell -> cell < 60 ? "b0" : "b1"))
                                .with(
                                        "label",
                                        texts(
                                                100,
                                                cell ->
                                                        cell < 40 || (cell >= 60 && cell < 70)
                                                                ? "t0"
                                                                : "t1")));
        assertThat(audit.batches())
                .containsExactly(new Batch("b0", 60, 2, false), new Batch("b1", 40, 2, false));
        assertThat(audit.labels())
                .containsExactly(
                        new Label("t0", 50, 2, Optional.empty(), false),
                        new Label("t1", 50, 2, Optional.empty(), false));
        assertThat(audit.contingency()).containsExactly(List.of(40, 20), List.of(10, 30));
        // majority of each batch: (40 + 30) / 100
        assertThat(audit.association().orElseThrow().inSampleLookupCeiling()).isEqualTo(0.7);
        assertThat(audit.association().orElseThrow().chance()).isEqualTo(0.5);
        // chi^2 = 100 (40 * 30 - 20 * 10)^2 / (60 * 40 * 50 * 50) = 16.667
        assertThat(audit.association().orElseThrow().cramersV())
                .isCloseTo(Math.sqrt(1.0 / 6), within(1e-12));
        assertThat(audit.association().orElseThrow().batchDeterminesLabel()).isFalse();
        assertThat(audit.missingPairCount()).isZero();
        assertThat(audit.truncated()).isFalse();
        assertThat(audit.findings()).isEmpty();
        assertThat(audit.usable()).isTrue();
    }

    @Test
    void aLabelThatTheBatchDecidesIsWarnedOf() {
        DesignAudit audit =
                audit(
                        frame(120)
                                .with("batch", texts(120, cell -> "b" + cell % 4))
                                .with("label", texts(120, cell -> "t" + cell % 2)));
        assertThat(audit.association().orElseThrow().batchDeterminesLabel()).isTrue();
        assertThat(audit.association().orElseThrow().inSampleLookupCeiling()).isEqualTo(1);
        // the one warning says it all: no second one of missing pairs
        assertThat(audit.findings())
                .extracting(Finding::code, Finding::stops)
                .containsExactly(tuple(FindingCode.LABEL_NESTED_IN_BATCH, false));
        assertThat(audit.findings().get(0).message())
                .contains("names 100.0 % of the values of label (chance 50.0 %)");
    }

    @Test
    void aLabelOfOneBatchIsNamedWithItAndWithThePairsThatLack() {
        DesignAudit audit =
                audit(
                        frame(200)
                                .with("batch", texts(200, cell -> "b" + cell / 50))
                                .with(
                                        "label",
                                        texts(
                                                200,
                                                cell ->
                                                        cell >= 100 && cell < 120
                                                                ? "tumour"
                                                                : "t" + cell % 2)));
        assertThat(audit.labels())
                .filteredOn(label -> label.onlyBatch().isPresent())
                .containsExactly(new Label("tumour", 20, 1, Optional.of("b2"), false));
        assertThat(audit.missingPairs())
                .containsExactly(
                        new Pair("b0", "tumour"),
                        new Pair("b1", "tumour"),
                        new Pair("b3", "tumour"));
        assertThat(audit.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.LABEL_NESTED_IN_BATCH, FindingCode.MISSING_PAIRS);
        assertThat(audit.findings().get(0).message()).contains("1 of 3", "tumour (b2)");
        assertThat(audit.findings().get(1).message()).contains("3 of 12", "b0 without tumour");
    }

    @Test
    void tinyBatchesAndLabelsAndUnlabelledCellsAreNamed() {
        DesignAudit audit =
                audit(
                        frame(100)
                                .with(
                                        "batch",
                                        texts(100, cell -> cell < 4 ? "rare" : "b" + cell % 3))
                                .with(
                                        "label",
                                        texts(
                                                100,
                                                cell ->
                                                        cell == 50
                                                                ? null
                                                                : cell % 20 == 7
                                                                        ? "few"
                                                                        : "t" + cell / 2 % 2)));
        assertThat(audit.unlabelledCells()).isEqualTo(1);
        assertThat(audit.findings())
                .extracting(Finding::code)
                .containsExactly(
                        FindingCode.TINY_BATCH,
                        FindingCode.LABEL_MISSING,
                        FindingCode.TINY_LABEL,
                        FindingCode.MISSING_PAIRS);
        assertThat(audit.findings().get(0).message()).contains("1 batches", "rare (4)");
        assertThat(audit.findings().get(1).message()).startsWith("1 cells have no value in label");
        assertThat(audit.findings().get(2).message()).contains("few (5)");
    }

    @Test
    void oneBatchThatOutweighsTheOthersIsWarnedOf() {
        DesignAudit audit =
                audit(frame(300).with("batch", texts(300, c -> c < 200 ? "big" : "b" + c % 2)));
        assertThat(audit.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.UNBALANCED_BATCHES);
        assertThat(audit.findings().get(0).message())
                .contains("big has 200 of 300 cells, the median batch 50");
        // two to one between two batches is nothing unusual
        assertThat(audit(frame(300).with("batch", texts(300, c -> c < 200 ? "a" : "b"))).findings())
                .isEmpty();
    }

    @Test
    void columnsThatFollowFromTheBatchAreFound() {
        Frame obs =
                frame(120)
                        .with("batch", texts(120, cell -> "b" + cell % 6))
                        .with("donor", texts(120, cell -> "d" + cell % 6 / 2))
                        .with("plate", texts(120, cell -> "plate " + cell % 6))
                        .with(
                                "age",
                                new Column.Reals(
                                        IntStream.range(0, 120)
                                                .mapToDouble(
                                                        cell ->
                                                                cell % 6 == 5
                                                                        ? Double.NaN
                                                                        : 40.5 + cell % 3)
                                                .toArray()))
                        .with("species", texts(120, cell -> "human"))
                        .with(
                                "n_counts",
                                new Column.Integers(
                                        IntStream.range(0, 120).asLongStream().toArray(),
                                        new BitSet()))
                        .with("cluster", texts(120, cell -> "k" + cell / 30));
        DesignAudit audit = audit(obs);
        assertThat(audit.functionsOfBatch())
                .containsExactly(
                        new FunctionOfBatch("donor", 3, false),
                        new FunctionOfBatch("plate", 6, true),
                        new FunctionOfBatch("age", 3, false));
        assertThat(audit.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.COLUMN_NESTED_IN_BATCH);
        assertThat(audit.findings().get(0).message()).contains("one value of: donor, age.");
    }

    @Test
    void columnsThatWereNotReadAreCounted() {
        Frame obs = frame(60).with("batch", texts(60, cell -> "b" + cell % 3));
        DesignAudit audit =
                DesignCheck.ofAnnotations(
                                obs, "batch", Optional.empty(), List.of("batch", "donor", "age"))
                        .audit()
                        .orElseThrow();
        assertThat(audit.columnsNotExamined()).isEqualTo(2);
        assertThat(audit(obs).columnsNotExamined()).isZero();
    }

    @Test
    void columnsBeyondThoseThatAreShownAreCountedAsNotExamined() {
        Frame obs =
                frame(60)
                        .with("batch", texts(60, cell -> "b" + cell % 3))
                        .with("label", texts(60, cell -> "t" + cell % 2));
        for (int i = 0; i < DesignAudit.MOST_COLUMNS + 1; i++) {
            obs = obs.with("f" + i, texts(60, cell -> "d" + cell % 3));
        }
        DesignAudit full = audit(obs);
        assertThat(full.functionsOfBatch()).hasSize(DesignAudit.MOST_COLUMNS);
        assertThat(full.truncated()).isTrue();
        // the last was looked at: it is what says that there are more
        assertThat(full.columnsNotExamined()).isZero();

        for (int i = 0; i < 7; i++) {
            obs = obs.with("later" + i, texts(60, cell -> "k" + cell));
        }
        assertThat(audit(obs).columnsNotExamined()).isEqualTo(7);
        // neither the batch nor the label is one of them, wherever they lie
        List<String> names = new ArrayList<>(obs.columns().keySet());
        Collections.reverse(names);
        names.sort(Comparator.comparing(name -> !name.startsWith("f")));
        assertThat(
                        DesignCheck.ofAnnotations(obs, "batch", Optional.of("label"), names)
                                .audit()
                                .orElseThrow()
                                .columnsNotExamined())
                .isEqualTo(7);
    }

    @Test
    void theHierarchicalSimulationIsSeenThrough() {
        Frame obs =
                SplatterLike.generate(
                                new SplatterLike.Settings(
                                        2000, 5, 30, 4, Hierarchical.HEART, 0, false),
                                3)
                        .data()
                        .obs();
        assertThat(audit(obs).functionsOfBatch())
                .extracting(FunctionOfBatch::column)
                .containsExactly("donor", "region", "protocol", "diagnosis");
    }

    @Test
    void aHugeDesignStaysBounded() {
        int cells = 30_000;
        String prefix = "x".repeat(5_000);
        DesignAudit audit =
                audit(
                        frame(cells)
                                .with("batch", texts(cells, cell -> prefix + cell % 1000))
                                .with("label", texts(cells, cell -> "t" + cell / 30)));
        assertThat(audit.batchCount()).isEqualTo(1000);
        assertThat(audit.labelCount()).isEqualTo(1000);
        assertThat(audit.batches()).hasSize(1000);
        assertThat(audit.labels()).hasSize(DesignAudit.MOST_LABELS);
        assertThat(audit.contingency()).hasSize(1000).allMatch(row -> row.size() == 200);
        assertThat(audit.missingPairs()).hasSize(DesignAudit.MOST_PAIRS);
        assertThat(audit.missingPairCount()).isEqualTo(1_000_000 - 30_000);
        assertThat(audit.truncated()).isTrue();
        assertThat(audit.batches()).allMatch(batch -> batch.name().length() <= 200);
        assertThat(audit.findings()).allMatch(finding -> finding.message().length() < 6_000);
    }

    @Test
    void labelsOfMostCellsAreShownFirst() {
        DesignAudit audit =
                audit(
                        frame(1_000)
                                .with("batch", texts(1_000, cell -> "b" + cell % 2))
                                .with(
                                        "label",
                                        texts(1_000, cell -> cell < 700 ? "many" : "a" + cell)));
        assertThat(audit.labelCount()).isEqualTo(301);
        assertThat(audit.labels()).extracting(Label::name).contains("many").hasSize(200);
    }

    @Test
    void oneBatchOrNoneIsAnErrorAndStillATable() {
        DesignAudit single = audit(frame(60).with("batch", texts(60, cell -> "only")));
        assertThat(single.usable()).isFalse();
        assertThat(single.batches()).containsExactly(new Batch("only", 60, 0, false));
        assertThat(single.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.BATCH_SINGLE);
        DesignAudit none = audit(frame(60).with("batch", texts(60, cell -> null)));
        assertThat(none.batches()).isEmpty();
        assertThat(none.findings())
                .extracting(Finding::code)
                .containsExactly(FindingCode.BATCH_NAN, FindingCode.BATCH_SINGLE);
    }

    @Test
    void asJsonItReadsBackEqual() throws Exception {
        DesignAudit audit =
                audit(
                        frame(90)
                                .with("batch", texts(90, cell -> "b" + cell % 3))
                                .with("label", texts(90, cell -> "t" + cell / 45))
                                .with("donor", texts(90, cell -> "d" + cell % 3 / 2)));
        String text = JSON.writeValueAsString(audit);
        assertThat(JSON.readValue(text, DesignAudit.class)).isEqualTo(audit);
        JsonNode json = JSON.readTree(text);
        assertThat(json.path("contingency").get(2).get(1).asInt()).isEqualTo(15);
        assertThat(json.path("labelKey").asText()).isEqualTo("label");
        assertThat(json.path("association").path("chance").asDouble()).isEqualTo(0.5);
        assertThat(json.path("functionsOfBatch").get(0).path("column").asText()).isEqualTo("donor");
    }

    private static DesignAudit audit(Frame obs) {
        return DesignCheck.ofAnnotations(
                        obs,
                        "batch",
                        obs.column("label").isPresent() ? Optional.of("label") : Optional.empty(),
                        obs.columns().keySet())
                .audit()
                .orElseThrow();
    }

    private static Frame frame(int cells) {
        return Frame.of(IntStream.range(0, cells).mapToObj(cell -> "c" + cell).toList());
    }

    private static Column texts(int cells, IntFunction<String> value) {
        BitSet missing = new BitSet();
        String[] values = new String[cells];
        for (int cell = 0; cell < cells; cell++) {
            values[cell] = value.apply(cell);
            if (values[cell] == null) {
                values[cell] = "";
                missing.set(cell);
            }
        }
        return new Column.Strings(values, missing);
    }
}
