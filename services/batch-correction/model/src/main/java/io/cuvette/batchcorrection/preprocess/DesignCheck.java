package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds what makes a batch-correction job hopeless before it costs anything. */
public final class DesignCheck {

    /** Fewer cells than this give no meaningful model. */
    public static final int FEWEST_CELLS = 50;

    /** Batches below this size are named in a warning. */
    public static final int TINY_BATCH = 10;

    /** Labels below this size are named in a warning. */
    public static final int TINY_LABEL = 10;

    /** More batches than this are taken for a wrong column. */
    public static final int MOST_BATCHES = DesignAudit.MOST_BATCHES;

    /** More labels than this are taken for a wrong column. */
    public static final int MOST_LABELS = 1000;

    /** From this lookup ceiling on, labels are reported as nested in the batches. */
    public static final double NESTED_CEILING = 0.95;

    /**
     * @param findings nothing in it stops: the design is usable
     * @param design empty when the batch column cannot be used
     * @param audit there when the design is, with the same findings
     */
    public record Result(
            List<Finding> findings, Optional<Design> design, Optional<DesignAudit> audit) {
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
        if (layer.isEmpty()) {
            judgeX(dataset).ifPresent(findings::add);
        }
        Optional<ObsColumn> batch = dataset.column(batchKey);
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
        if (labelKey.isPresent()) {
            Optional<ObsColumn> label = dataset.column(labelKey.get());
            if (label.isEmpty()) {
                findings.add(labelMissing(labelKey.get(), columns(dataset)));
            } else if (label.get().distinct() > MOST_LABELS) {
                findings.add(tooManyLabels(labelKey.get()));
            }
        }
        return List.copyOf(findings);
    }

    /** What validation saw in X: what no training would take stops the job before it begins. */
    private static Optional<Finding> judgeX(DatasetDescription dataset) {
        Optional<Finding> hopeless =
                dataset.findings().stream()
                        .filter(
                                finding ->
                                        finding.code() == FindingCode.NEGATIVE_VALUES
                                                || finding.code() == FindingCode.LOOKS_SCALED)
                        .findFirst();
        if (hopeless.isPresent()) {
            return Optional.of(
                    Finding.error(
                            hopeless.get().code(),
                            "X",
                            hopeless.get().message()
                                    + " Training refuses them: name the layer of raw counts if"
                                    + " there is one."));
        }
        return dataset.integers()
                ? Optional.empty()
                : Optional.of(
                        Finding.warning(
                                FindingCode.LOOKS_LOGGED,
                                "X",
                                "X holds values that are not whole; training refuses logged or"
                                        + " scaled values: name the layer of raw counts if there"
                                        + " is one"));
    }

    /**
     * Judges the data itself.
     *
     * @param counts of what the job would train on, all cells
     * @param obs annotations of the cells, at least the two columns that are named; every other one
     *     is audited, too
     * @param labelKey empty when there is no label column
     * @param columns names of all columns of the dataset, which a refusal lists
     */
    public static Result of(
            CountProfile counts,
            Frame obs,
            String batchKey,
            Optional<String> labelKey,
            Collection<String> columns) {
        return judge(ofValues(counts), obs, batchKey, labelKey, columns, obs::column);
    }

    /**
     * The same, with columns that {@code obs} does not have.
     *
     * @param audited looked at for functions of the batch
     * @throws IOException when one of them cannot be read
     */
    public static Result of(
            CountProfile counts,
            Frame obs,
            String batchKey,
            Optional<String> labelKey,
            Collection<String> columns,
            CellColumns audited)
            throws IOException {
        return reading(() -> judge(ofValues(counts), obs, batchKey, labelKey, columns, audited));
    }

    private static List<Finding> ofValues(CountProfile counts) {
        return counts.values().judge().stream().toList();
    }

    /** The same where {@code obs} has all columns of the dataset. */
    public static Result of(
            CountProfile counts, Frame obs, String batchKey, Optional<String> labelKey) {
        return of(counts, obs, batchKey, labelKey, obs.columns().keySet());
    }

    /**
     * Judges the annotations alone; what the values look like is not known. Parameters as above.
     */
    public static Result ofAnnotations(
            Frame obs, String batchKey, Optional<String> labelKey, Collection<String> columns) {
        return judge(List.of(), obs, batchKey, labelKey, columns, obs::column);
    }

    /**
     * The same, with columns that {@code obs} does not have. Parameters as above.
     *
     * @throws IOException when one of them cannot be read
     */
    public static Result ofAnnotations(
            Frame obs,
            String batchKey,
            Optional<String> labelKey,
            Collection<String> columns,
            CellColumns audited)
            throws IOException {
        return reading(() -> judge(List.of(), obs, batchKey, labelKey, columns, audited));
    }

    private static Result reading(Supplier<Result> judged) throws IOException {
        try {
            return judged.get();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Result judge(
            List<Finding> ofValues,
            Frame obs,
            String batchKey,
            Optional<String> labelKey,
            Collection<String> columns,
            CellColumns audited) {
        List<Finding> findings = new ArrayList<>();
        requireCells(obs.size(), findings);
        findings.addAll(ofValues);
        Optional<Column> label = labelKey.flatMap(obs::column);
        if (labelKey.isPresent() && label.isEmpty()) {
            findings.add(labelMissing(labelKey.get(), columns(columns)));
        }
        if (label.isPresent() && Grouping.exceeds(label.get(), MOST_LABELS)) {
            findings.add(tooManyLabels(labelKey.orElseThrow()));
            label = Optional.empty();
        }
        Optional<Column> batch = obs.column(batchKey);
        if (batch.isEmpty()) {
            findings.add(batchMissing(batchKey, columns(columns)));
            return new Result(findings, Optional.empty(), Optional.empty());
        }
        if (Grouping.exceeds(batch.get(), MOST_BATCHES)) {
            findings.add(tooManyBatches(batchKey, "more than " + MOST_BATCHES));
            return new Result(findings, Optional.empty(), Optional.empty());
        }
        Grouping batches = Grouping.of(batch.get());
        judgeBatches(
                batchKey,
                batch.get() instanceof Column.Reals,
                batches.missing(),
                batches.names().size(),
                batches.size(),
                findings);
        Grouping labels = label.map(Grouping::of).orElseGet(() -> unlabelled(obs.size()));
        DesignAudit audit =
                new DesignAuditor(batchKey, label.flatMap(l -> labelKey), batches, labels)
                        .audit(columns, audited);
        findings.addAll(audit.findings());
        return new Result(
                findings,
                Optional.of(Design.of(batches, labels)),
                Optional.of(audit.withFindings(findings)));
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
                "the cells have no column %s; %s".formatted(DesignAuditor.clip(batchKey), advice));
    }

    private static String columns(DatasetDescription dataset) {
        return columns(dataset.obs().stream().map(ObsColumn::name).toList());
    }

    private static String columns(Collection<String> names) {
        List<String> first = names.stream().limit(20).map(DesignAuditor::clip).toList();
        return "columns are: "
                + (first.isEmpty() ? "(none)" : String.join(", ", first))
                + (names.size() > first.size() ? ", ..." : "");
    }

    private static Finding labelMissing(String labelKey, String advice) {
        return Finding.error(
                FindingCode.LABEL_MISSING,
                "labelKey",
                "the cells have no column %s; name another or leave it out; %s"
                        .formatted(DesignAuditor.clip(labelKey), advice));
    }

    private static Finding tooManyLabels(String labelKey) {
        return Finding.error(
                FindingCode.INVALID_SETTING,
                "labelKey",
                "%s has more than %d distinct values; name a column of at most so many labels"
                        .formatted(DesignAuditor.clip(labelKey), MOST_LABELS));
    }

    private static Finding tooManyBatches(String batchKey, String number) {
        return Finding.error(
                FindingCode.INVALID_SETTING,
                "batchKey",
                "%s has %s distinct values; name a column of at most %d batches"
                        .formatted(DesignAuditor.clip(batchKey), number, MOST_BATCHES));
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
            findings.add(tooManyBatches(batchKey, Integer.toString(distinct)));
        }
    }

    private static Grouping unlabelled(int cells) {
        int[] codes = new int[cells];
        Arrays.fill(codes, -1);
        return new Grouping(List.of(), codes);
    }
}
