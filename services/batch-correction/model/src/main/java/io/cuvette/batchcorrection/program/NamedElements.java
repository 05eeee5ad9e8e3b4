package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.TrainingFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Targets and layers that settings name, looked for in the dataset or its description. */
final class NamedElements {

    private static final int MOST_LISTED = 20;

    private NamedElements() {}

    /** What is named and not there, or cannot be used. */
    static List<Finding> missing(DatasetDescription dataset, BatchCorrectionSettings settings) {
        List<Finding> findings = new ArrayList<>();
        for (String target : settings.targets()) {
            Optional<ObsColumn> column =
                    dataset.obs().stream().filter(obs -> obs.name().equals(target)).findFirst();
            if (column.isEmpty()) {
                findings.add(noTarget(target));
            } else if (column.get().distinct() > DesignCheck.MOST_LABELS) {
                findings.add(
                        Finding.error(
                                FindingCode.INVALID_SETTING,
                                "targets",
                                "%s has %d distinct values; name columns of at most %d"
                                        .formatted(
                                                target,
                                                column.get().distinct(),
                                                DesignCheck.MOST_LABELS)));
            }
        }
        settings.layer()
                .filter(layer -> !dataset.layers().contains(layer))
                .ifPresent(
                        layer ->
                                findings.add(
                                        Finding.error(
                                                FindingCode.INVALID_SETTING,
                                                "layer",
                                                "the dataset has no layer %s; its layers are: %s"
                                                        .formatted(
                                                                layer, list(dataset.layers())))));
        return findings;
    }

    /**
     * Values of the columns, of some cells.
     *
     * @param rows of these cells
     * @throws TrainingFailedException when a column is not there
     */
    static Map<String, Grouping> targets(Frame obs, List<String> columns, int[] rows)
            throws TrainingFailedException {
        Map<String, Grouping> targets = new LinkedHashMap<>();
        for (String target : columns) {
            Optional<Column> column = obs.column(target);
            if (column.isEmpty()) {
                throw TrainingFailedException.of(List.of(noTarget(target)));
            }
            targets.put(target, Grouping.of(column.get()).select(rows));
        }
        return targets;
    }

    private static Finding noTarget(String column) {
        return Finding.error(
                FindingCode.LABEL_MISSING,
                "targets",
                "the cells have no column %s".formatted(column));
    }

    /** Some of the names, for a message. */
    static String list(List<String> names) {
        return names.isEmpty()
                ? "(none)"
                : String.join(", ", names.subList(0, Math.min(MOST_LISTED, names.size())))
                        + (names.size() > MOST_LISTED ? ", ..." : "");
    }
}
