package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.finding.Severity;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DesignCheckTest {
    private static final int CELLS = 100;

    @Test
    void goodCountsWithCrossedBatchesPassWithoutFindings() {
        DesignCheck.Result result =
                check(counts(3), cell -> "b" + cell % 2, cell -> "t" + cell / 50);
        assertThat(result.findings()).isEmpty();
        Design design = result.design().orElseThrow();
        assertThat(design.batches().names()).containsExactly("b0", "b1");
        assertThat(design.inSampleLookupCeiling()).isEqualTo(0.5);
        assertThat(design.chance()).isEqualTo(0.5);
        assertThat(design.cramersV()).isCloseTo(0, within(1e-12));
    }

    @Test
    void oneLabelABatchIsWarnedOfAsNested() {
        DesignCheck.Result result =
                check(counts(3), cell -> "b" + cell % 4, cell -> "t" + cell % 2);
        assertThat(result.stops()).isFalse();
        assertThat(codes(result)).containsExactly(FindingCode.LABEL_NESTED_IN_BATCH);
        assertThat(result.findings().get(0).severity()).isEqualTo(Severity.WARNING);
        assertThat(result.design().orElseThrow().inSampleLookupCeiling()).isEqualTo(1);
        assertThat(result.design().orElseThrow().cramersV()).isCloseTo(1, within(1e-12));
    }

    @Test
    void batchColumnsThatCannotWorkStopTheJob() {
        assertThat(codes(check(counts(3), cell -> "only", cell -> "t" + cell % 2)))
                .containsExactly(FindingCode.BATCH_SINGLE);
        assertThat(codes(check(counts(3), cell -> cell == 3 ? null : "b" + cell % 2, null)))
                .containsExactly(FindingCode.BATCH_NAN);
        DesignCheck.Result absent =
                DesignCheck.of(
                        CountProfile.of(SparseCounts.of(counts(3))),
                        frame(cell -> "b", null),
                        "donor",
                        Optional.empty());
        assertThat(codes(absent)).containsExactly(FindingCode.BATCH_MISSING);
        assertThat(absent.findings().get(0).message())
                .contains("no column donor")
                .contains("columns are: batch");
        assertThat(absent.design()).isEmpty();
        assertThat(absent.stops()).isTrue();
    }

    @Test
    void tinyBatchesAreNamed() {
        DesignCheck.Result result =
                check(counts(3), cell -> cell < 4 ? "rare" : "b" + cell % 2, null);
        assertThat(codes(result)).containsExactly(FindingCode.TINY_BATCH);
        assertThat(result.findings().get(0).message()).contains("rare (4)");
        assertThat(result.stops()).isFalse();
    }

    @Test
    void valuesThatAreNoCountsStopTheJob() {
        IntFunction<String> batch = cell -> "b" + cell % 2;
        assertThat(codes(check(map(v -> (float) Math.log1p(v)), batch, null)))
                .containsExactly(FindingCode.LOOKS_LOGGED);
        assertThat(codes(check(map(v -> (v - 2.5f) / 1.3f), batch, null)))
                .containsExactly(FindingCode.LOOKS_SCALED);
        assertThat(codes(check(map(v -> v / 6), batch, null)))
                .containsExactly(FindingCode.LOOKS_SCALED);
        assertThat(codes(check(map(v -> v - 2), batch, null)))
                .containsExactly(FindingCode.NEGATIVE_VALUES);
        assertThat(codes(check(map(v -> v == 4 ? Float.NaN : v), batch, null)))
                .containsExactly(FindingCode.NON_FINITE_VALUES);
        // corrected counts need not be whole
        DesignCheck.Result corrected = check(map(v -> v * 100.5f), batch, null);
        assertThat(codes(corrected)).containsExactly(FindingCode.LOOKS_SCALED);
        assertThat(corrected.stops()).isFalse();
    }

    @Test
    void fewCellsStopTheJob() {
        DenseMatrix counts = new DenseMatrix(4, 1, new float[] {1, 2, 3, 4});
        Frame obs =
                Frame.of(List.of("a", "b", "c", "d"))
                        .with(
                                "batch",
                                new Column.Categorical(
                                        new int[] {0, 0, 1, 1}, List.of("x", "y"), false));
        assertThat(
                        codes(
                                DesignCheck.of(
                                        CountProfile.of(SparseCounts.of(counts)),
                                        obs,
                                        "batch",
                                        Optional.empty())))
                .containsExactly(FindingCode.TOO_FEW_CELLS, FindingCode.TINY_BATCH);
    }

    @Test
    void theDescriptionAloneShowsUnfitColumns() {
        DatasetDescription dataset =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        40,
                        10,
                        100,
                        true,
                        true,
                        List.of(),
                        List.of(
                                new ObsColumn("batch", ColumnKind.TEXT, 2, 3, List.of()),
                                new ObsColumn("one", ColumnKind.TEXT, 0, 1, List.of())),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        assertThat(
                        DesignCheck.ofDescription(
                                dataset, "batch", Optional.of("cellType"), Optional.empty()))
                .extracting(Finding::code)
                .containsExactly(
                        FindingCode.TOO_FEW_CELLS,
                        FindingCode.BATCH_NAN,
                        FindingCode.LABEL_MISSING);
        assertThat(DesignCheck.ofDescription(dataset, "one", Optional.empty(), Optional.empty()))
                .extracting(Finding::code)
                .containsExactly(FindingCode.TOO_FEW_CELLS, FindingCode.BATCH_SINGLE);
    }

    @Test
    void theDescriptionTellsOfValuesThatAreNoCounts() {
        DatasetDescription logged =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        400,
                        10,
                        100,
                        true,
                        false,
                        List.of("counts"),
                        List.of(new ObsColumn("batch", ColumnKind.TEXT, 0, 3, List.of())),
                        List.of(),
                        List.of(),
                        Map.of(),
                        List.of());
        assertThat(DesignCheck.ofDescription(logged, "batch", Optional.empty(), Optional.empty()))
                .extracting(Finding::code)
                .containsExactly(FindingCode.LOOKS_LOGGED);
        assertThat(
                        DesignCheck.ofDescription(
                                logged, "batch", Optional.empty(), Optional.of("counts")))
                .isEmpty();
    }

    @Test
    void whatTheCellFilterLeavesIsJudgedAgain() {
        List<String> names = List.of("a", "b", "c");
        int[] oneBatch = new int[80];
        int[] twoBatches = new int[80];
        Arrays.fill(twoBatches, 40, 80, 2);
        int[] few = {0, 1, 2, 0};

        assertThat(DesignCheck.afterFilter("batch", new Grouping(names, oneBatch)))
                .extracting(Finding::code, Finding::stops)
                .containsExactly(tuple(FindingCode.BATCH_SINGLE, true));
        assertThat(DesignCheck.afterFilter("batch", new Grouping(names, twoBatches)))
                .extracting(Finding::code, Finding::stops)
                .containsExactly(tuple(FindingCode.TINY_BATCH, false));
        assertThat(DesignCheck.afterFilter("batch", new Grouping(names, few)))
                .extracting(Finding::code)
                .containsExactly(FindingCode.TOO_FEW_CELLS);
    }

    @Test
    void whatIsMissingIsToldTogetherWithAllColumnsThatThereAre() {
        DesignCheck.Result result =
                DesignCheck.of(
                        CountProfile.of(SparseCounts.of(counts(3))),
                        frame(cell -> "b" + cell % 2, null),
                        "plate",
                        Optional.of("type"),
                        List.of("batch", "donor", "cell_type"));
        assertThat(result.findings())
                .extracting(Finding::code, Finding::field)
                .containsExactly(
                        tuple(FindingCode.LABEL_MISSING, "labelKey"),
                        tuple(FindingCode.BATCH_MISSING, "batchKey"));
        assertThat(result.findings())
                .allSatisfy(
                        finding ->
                                assertThat(finding.message())
                                        .contains("columns are: batch, donor, cell_type"));
    }

    @Test
    void columnsOfTooManyValuesAreRefusedBeforeTheyAreCounted() {
        int cells = 1100;
        List<String> index = IntStream.range(0, cells).mapToObj(i -> "c" + i).toList();
        Frame obs =
                Frame.of(index)
                        .with(
                                "id",
                                new Column.Integers(
                                        IntStream.range(0, cells).asLongStream().toArray(),
                                        new BitSet()))
                        .with(
                                "batch",
                                new Column.Integers(
                                        IntStream.range(0, cells).mapToLong(i -> i % 2).toArray(),
                                        new BitSet()));
        assertThat(
                        DesignCheck.ofAnnotations(
                                        obs, "id", Optional.empty(), obs.columns().keySet())
                                .findings())
                .extracting(Finding::code, Finding::field)
                .containsExactly(tuple(FindingCode.INVALID_SETTING, "batchKey"));
        assertThat(
                        DesignCheck.ofAnnotations(
                                        obs, "batch", Optional.of("id"), obs.columns().keySet())
                                .findings())
                .extracting(Finding::code, Finding::field)
                .containsExactly(tuple(FindingCode.INVALID_SETTING, "labelKey"));
    }

    private interface Change {
        float of(float count);
    }

    /** Counts 0 to 5 in a fixed pattern. */
    private static DenseMatrix counts(int genes) {
        float[] values = new float[CELLS * genes];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i * 7 + i / 11) % 6;
        }
        return new DenseMatrix(CELLS, genes, values);
    }

    private static DenseMatrix map(Change change) {
        DenseMatrix counts = counts(3);
        float[] values = counts.values();
        for (int i = 0; i < values.length; i++) {
            values[i] = change.of(values[i]);
        }
        return counts;
    }

    private static DesignCheck.Result check(
            DenseMatrix counts, IntFunction<String> batch, IntFunction<String> label) {
        return DesignCheck.of(
                CountProfile.of(SparseCounts.of(counts)),
                frame(batch, label),
                "batch",
                Optional.ofNullable(label).map(present -> "label"));
    }

    private static Frame frame(IntFunction<String> batch, IntFunction<String> label) {
        List<String> index = IntStream.range(0, CELLS).mapToObj(i -> "c" + i).toList();
        Frame frame = new Frame(index, Map.of("batch", strings(batch)));
        return label == null ? frame : frame.with("label", strings(label));
    }

    private static Column strings(IntFunction<String> value) {
        BitSet missing = new BitSet();
        String[] values = new String[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            values[cell] = value.apply(cell);
            if (values[cell] == null) {
                values[cell] = "";
                missing.set(cell);
            }
        }
        return new Column.Strings(values, missing);
    }

    private static List<FindingCode> codes(DesignCheck.Result result) {
        return result.findings().stream().map(Finding::code).toList();
    }
}
