package io.cuvette.batchcorrection.preprocess;

import io.cuvette.batchcorrection.preprocess.DesignAudit.Association;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Batch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.FunctionOfBatch;
import io.cuvette.batchcorrection.preprocess.DesignAudit.Label;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the figures of a design mean for someone who wants to correct batches. None stops. */
final class DesignFindings {

    /** From this share on the largest batch outweighs all others. */
    private static final double DOMINANT_SHARE = 0.5;

    /** Largest batch as a multiple of the median one. */
    private static final double UNBALANCED = 10;

    private static final int NAMED = 10;

    private final DesignAudit audit;
    private final List<Label> labels;
    private final List<Finding> findings = new ArrayList<>();

    /**
     * @param labels all of them, where the audit may list fewer
     */
    DesignFindings(DesignAudit audit, List<Label> labels) {
        this.audit = audit;
        this.labels = labels;
    }

    List<Finding> list() {
        if (audit.batchCount() > 1) {
            tinyBatches();
            unbalancedBatches();
            functionsOfBatch();
        }
        if (audit.labelKey().isPresent()) {
            missingLabels();
            if (audit.batchCount() > 1 && audit.labelCount() > 1) {
                tinyLabels();
                audit.association().ifPresent(this::nestedLabels);
            }
        }
        return List.copyOf(findings);
    }

    private void tinyBatches() {
        List<String> tiny =
                audit.batches().stream()
                        .filter(Batch::tiny)
                        .map(batch -> "%s (%d)".formatted(batch.name(), batch.cells()))
                        .toList();
        if (!tiny.isEmpty()) {
            warn(
                    FindingCode.TINY_BATCH,
                    "batchKey",
                    ("%d batches of %s have fewer than %d cells and their effects will be poorly"
                                    + " estimated: %s; merge them or leave them out")
                            .formatted(
                                    tiny.size(),
                                    audit.batchKey(),
                                    DesignCheck.TINY_BATCH,
                                    some(tiny)));
        }
    }

    private void unbalancedBatches() {
        int[] sizes = audit.batches().stream().mapToInt(Batch::cells).sorted().toArray();
        Batch largest =
                audit.batches().stream().max(Comparator.comparingInt(Batch::cells)).orElseThrow();
        double median = (sizes[(sizes.length - 1) / 2] + sizes[sizes.length / 2]) / 2.0;
        boolean dominant = sizes.length > 2 && largest.cells() > DOMINANT_SHARE * audit.cells();
        if (dominant || largest.cells() >= UNBALANCED * median) {
            warn(
                    FindingCode.UNBALANCED_BATCHES,
                    "batchKey",
                    ("the batches are unbalanced: %s has %d of %d cells, the median batch %.0f; the"
                                    + " fit follows the large ones, and scores over all cells are"
                                    + " mostly theirs: look at the small ones by themselves, or"
                                    + " draw fewer cells of the large ones")
                            .formatted(largest.name(), largest.cells(), audit.cells(), median));
        }
    }

    private void functionsOfBatch() {
        List<String> functions =
                audit.functionsOfBatch().stream()
                        .filter(function -> !function.namesTheBatch())
                        .map(FunctionOfBatch::column)
                        .toList();
        if (!functions.isEmpty()) {
            warn(
                    FindingCode.COLUMN_NESTED_IN_BATCH,
                    "batchKey",
                    ("each batch of %s has one value of: %s. Their effects cannot be told from"
                                    + " those of the batch: correction removes them too, and a"
                                    + " representation that keeps the batch predicts them without"
                                    + " any biology; judge such predictions on left-out batches"
                                    + " only")
                            .formatted(audit.batchKey(), some(functions)));
        }
    }

    private void missingLabels() {
        if (audit.unlabelledCells() > 0) {
            warn(
                    FindingCode.LABEL_MISSING,
                    "labelKey",
                    "%d cells have no value in %s and are left out of label metrics"
                            .formatted(audit.unlabelledCells(), audit.labelKey().orElseThrow()));
        }
    }

    private void tinyLabels() {
        List<String> tiny =
                labels.stream()
                        .filter(Label::tiny)
                        .map(label -> "%s (%d)".formatted(label.name(), label.cells()))
                        .toList();
        if (!tiny.isEmpty()) {
            warn(
                    FindingCode.TINY_LABEL,
                    "labelKey",
                    ("%d values of %s have fewer than %d cells, too few to score by themselves: %s;"
                                    + " merge them with a parent type if scores should count them")
                            .formatted(
                                    tiny.size(),
                                    audit.labelKey().orElseThrow(),
                                    DesignCheck.TINY_LABEL,
                                    some(tiny)));
        }
    }

    private void nestedLabels(Association association) {
        String labelKey = audit.labelKey().orElseThrow();
        if (association.batchDeterminesLabel()
                || association.inSampleLookupCeiling() >= DesignCheck.NESTED_CEILING) {
            warn(
                    FindingCode.LABEL_NESTED_IN_BATCH,
                    "labelKey",
                    ("the batch alone names %.1f %% of the values of %s (chance %.1f %%): removing"
                                    + " batch effects can remove this biology, and scores on this"
                                    + " label prove nothing")
                            .formatted(
                                    100 * association.inSampleLookupCeiling(),
                                    labelKey,
                                    100 * association.chance()));
            return;
        }
        List<String> nested =
                labels.stream()
                        .filter(label -> label.onlyBatch().isPresent() && !label.tiny())
                        .map(l -> "%s (%s)".formatted(l.name(), l.onlyBatch().orElseThrow()))
                        .toList();
        if (!nested.isEmpty()) {
            warn(
                    FindingCode.LABEL_NESTED_IN_BATCH,
                    "labelKey",
                    ("%d of %d values of %s occur in one batch only: %s. What sets them apart may"
                                    + " be the batch: do not read their separation after correction"
                                    + " as biology, nor their projection into other batches as"
                                    + " more than an extrapolation")
                            .formatted(nested.size(), audit.labelCount(), labelKey, some(nested)));
        }
        if (audit.missingPairCount() > 0) {
            List<String> pairs =
                    audit.missingPairs().stream()
                            .map(pair -> "%s without %s".formatted(pair.batch(), pair.label()))
                            .toList();
            warn(
                    FindingCode.MISSING_PAIRS,
                    "labelKey",
                    ("%d of %d pairs of %s and %s have no cell: %s%s. Projections of these types"
                                    + " into these batches are extrapolations without support")
                            .formatted(
                                    audit.missingPairCount(),
                                    (long) audit.batchCount() * audit.labelCount(),
                                    audit.batchKey(),
                                    labelKey,
                                    some(pairs),
                                    pairs.size() <= NAMED && pairs.size() < audit.missingPairCount()
                                            ? ", ..."
                                            : ""));
        }
    }

    private void warn(FindingCode code, String field, String message) {
        findings.add(Finding.warning(code, field, message));
    }

    /** The first ten. */
    static String some(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                + (names.size() > NAMED ? ", ..." : "");
    }
}
