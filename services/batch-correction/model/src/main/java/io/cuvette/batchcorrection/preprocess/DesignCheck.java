package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds what makes a batch-correction job hopeless before it costs anything. */
public final class DesignCheck {

    /** Fewer cells than this give no meaningful model. */
    public static final int FEWEST_CELLS = 50;

    /** Batches below this size are named in a warning. */
    public static final int TINY_BATCH = 10;

    /** More batches than this are taken for a wrong column. */
    public static final int MOST_BATCHES = 1000;

    /** From this lookup ceiling on, labels are reported as nested in the batches. */
    public static final double NESTED_CEILING = 0.95;

    /**
     * @param findings nothing in it stops: the design is usable
     * @param design empty when the batch column cannot be used
     */
    public record Result(List<Finding> findings, Optional<Design> design) {
        public Result {
            findings = List.copyOf(findings);
        }

        public boolean stops() {
            return findings.stream().anyMatch(Finding::stops);
        }
    }

    private DesignCheck() {}

    /**
     * Judges by the description alone, before the file is read.
     *
     * @param labelKey empty when there is no label column
     * @param layer empty when X is to be read, the only matrix that the description tells of
     */
    public static List<Finding> ofDescription(
            DatasetDescription dataset,
            String batchKey,
            Optional<String> labelKey,
            Optional<String> layer) {
        List<Finding> findings = new ArrayList<>();
        requireCells(dataset.cells(), findings);
        if (layer.isEmpty() && !dataset.integers()) {
            findings.add(
                    Finding.warning(
                            FindingCode.LOOKS_LOGGED,
                            "X",
                            "X holds values that are not whole; training refuses logged or scaled"
                                    + " values: name the layer of raw counts if there is one"));
        }
        Optional<ObsColumn> batch = column(dataset, batchKey);
        if (batch.isEmpty()) {
            findings.add(batchMissing(batchKey, columns(dataset)));
        } else {
            judgeBatches(
                    batchKey,
                    batch.get().kind() == ColumnKind.REAL,
                    batch.get().missing(),
                    batch.get().distinct(),
                    dataset.cells(),
                    findings);
        }
        if (labelKey.isPresent() && column(dataset, labelKey.get()).isEmpty()) {
            findings.add(labelMissing(labelKey.get()));
        }
        return List.copyOf(findings);
    }

    /**
     * Judges the data itself.
     *
     * @param counts of what the job would train on, all cells
     * @param obs annotations of the cells, at least the two columns that are named
     * @param labelKey empty when there is no label column
     */
    public static Result of(
            CountProfile counts, Frame obs, String batchKey, Optional<String> labelKey) {
        List<Finding> findings = new ArrayList<>();
        requireCells(counts.cells(), findings);
        counts.values().judge().ifPresent(findings::add);
        if (labelKey.isPresent() && obs.column(labelKey.get()).isEmpty()) {
            findings.add(labelMissing(labelKey.get()));
        }
        if (obs.column(batchKey).isEmpty()) {
            findings.add(batchMissing(batchKey, "name the one that tells batches apart"));
            return new Result(findings, Optional.empty());
        }
        Grouping batches = Grouping.of(obs.column(batchKey).get());
        judgeBatches(
                batchKey,
                obs.column(batchKey).get() instanceof Column.Reals,
                batches.missing(),
                batches.names().size(),
                batches.size(),
                findings);
        warnOfTinyBatches(batchKey, batches, findings);
        Grouping labels =
                labelKey.flatMap(obs::column)
                        .map(Grouping::of)
                        .orElseGet(() -> unlabelled(counts.cells()));
        Design design = Design.of(batches, labels);
        if (labelKey.isPresent()) {
            judgeLabels(labelKey.get(), design, findings);
        }
        return new Result(findings, Optional.of(design));
    }

    /**
     * Judges what the cell filter has left.
     *
     * @param batches of the kept cells
     */
    public static List<Finding> afterFilter(String batchKey, Grouping batches) {
        List<Finding> findings = new ArrayList<>();
        requireCells(batches.size(), findings);
        int[] counts = batches.counts();
        List<String> empty = new ArrayList<>();
        for (int batch = 0; batch < counts.length; batch++) {
            if (counts[batch] == 0) {
                empty.add(batches.names().get(batch));
            }
        }
        if (!empty.isEmpty()) {
            String message =
                    "the filter of cells with few detected genes left no cell of: %s"
                            .formatted(
                                    String.join(
                                            ", ", empty.subList(0, Math.min(10, empty.size()))));
            findings.add(
                    counts.length - empty.size() < 2
                            ? Finding.error(FindingCode.BATCH_SINGLE, "batchKey", message)
                            : Finding.warning(FindingCode.TINY_BATCH, "batchKey", message));
        }
        return List.copyOf(findings);
    }

    private static void requireCells(int cells, List<Finding> findings) {
        if (cells < FEWEST_CELLS) {
            findings.add(
                    Finding.error(
                            FindingCode.TOO_FEW_CELLS,
                            "X",
                            "%d cells; at least %d are needed".formatted(cells, FEWEST_CELLS)));
        }
    }

    private static Finding batchMissing(String batchKey, String advice) {
        return Finding.error(
                FindingCode.BATCH_MISSING,
                "batchKey",
                "the cells have no column %s; %s".formatted(batchKey, advice));
    }

    private static String columns(DatasetDescription dataset) {
        List<String> names = dataset.obs().stream().map(ObsColumn::name).limit(20).toList();
        return "columns are: " + (names.isEmpty() ? "(none)" : String.join(", ", names));
    }

    private static Finding labelMissing(String labelKey) {
        return Finding.error(
                FindingCode.LABEL_MISSING,
                "labelKey",
                "the cells have no column %s; name another or leave it out".formatted(labelKey));
    }

    private static void judgeBatches(
            String batchKey,
            boolean real,
            int missing,
            int distinct,
            int cells,
            List<Finding> findings) {
        if (missing > 0) {
            findings.add(
                    Finding.error(
                            FindingCode.BATCH_NAN,
                            "batchKey",
                            ("%d of %d cells have no value in %s; fill the column or leave these"
                                            + " cells out")
                                    .formatted(missing, cells, batchKey)));
        }
        if (distinct < 2) {
            findings.add(
                    Finding.error(
                            FindingCode.BATCH_SINGLE,
                            "batchKey",
                            "%s has %d distinct values; with fewer than two batches there is nothing to correct"
                                    .formatted(batchKey, distinct)));
        } else if (distinct > MOST_BATCHES || (real && distinct > cells / 2)) {
            findings.add(
                    Finding.error(
                            FindingCode.INVALID_SETTING,
                            "batchKey",
                            "%s has %d distinct values; name a column of at most %d batches"
                                    .formatted(batchKey, distinct, MOST_BATCHES)));
        }
    }

    private static void warnOfTinyBatches(
            String batchKey, Grouping batches, List<Finding> findings) {
        int[] counts = batches.counts();
        List<String> tiny = new ArrayList<>();
        for (int b = 0; b < counts.length; b++) {
            if (counts[b] < TINY_BATCH) {
                tiny.add(batches.names().get(b) + " (" + counts[b] + ")");
            }
        }
        if (!tiny.isEmpty()) {
            findings.add(
                    Finding.warning(
                            FindingCode.TINY_BATCH,
                            "batchKey",
                            ("%d batches of %s have fewer than %d cells and their effects will be"
                                            + " poorly estimated: %s%s")
                                    .formatted(
                                            tiny.size(),
                                            batchKey,
                                            TINY_BATCH,
                                            String.join(
                                                    ", ",
                                                    tiny.subList(0, Math.min(10, tiny.size()))),
                                            tiny.size() > 10 ? ", ..." : "")));
        }
    }

    private static void judgeLabels(String labelKey, Design design, List<Finding> findings) {
        int missing = design.labels().missing();
        if (missing > 0) {
            findings.add(
                    Finding.warning(
                            FindingCode.LABEL_MISSING,
                            "labelKey",
                            "%d cells have no value in %s and are left out of label metrics"
                                    .formatted(missing, labelKey)));
        }
        if (design.labels().names().size() > 1 && design.lookupCeiling() >= NESTED_CEILING) {
            findings.add(
                    Finding.warning(
                            FindingCode.LABEL_NESTED_IN_BATCH,
                            "labelKey",
                            ("the batch alone names %.1f %% of the values of %s (chance %.1f %%):"
                                            + " removing batch effects can remove this biology, and"
                                            + " scores on this label prove nothing")
                                    .formatted(
                                            100 * design.lookupCeiling(),
                                            labelKey,
                                            100 * design.chance())));
        }
    }

    private static Grouping unlabelled(int cells) {
        int[] codes = new int[cells];
        Arrays.fill(codes, -1);
        return new Grouping(List.of(), codes);
    }

    private static Optional<ObsColumn> column(DatasetDescription dataset, String name) {
        return dataset.obs().stream().filter(column -> column.name().equals(name)).findFirst();
    }
}
