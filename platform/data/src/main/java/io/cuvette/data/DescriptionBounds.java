package io.cuvette.data;

import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps a description small whatever a file holds: it is stored, listed and shown. Names beyond the
 * bounds are left out, with a finding; frequent values are left out silently.
 */
public final class DescriptionBounds {

    private static final int LONGEST_NAME = 200;
    private static final int LONGEST_VALUE = 100;
    private static final int MOST_NAMES = 1_000;
    private static final int MOST_FINDINGS = 100;

    /** Characters of all names, and of all frequent values. */
    private static final int BUDGET = 1 << 16;

    private int nameBudget = BUDGET;
    private int valueBudget = BUDGET;
    private int dropped;

    private DescriptionBounds() {}

    /** The description without what would make it large. */
    public static DatasetDescription apply(DatasetDescription described) {
        return new DescriptionBounds().bounded(described);
    }

    private DatasetDescription bounded(DatasetDescription described) {
        List<ObsColumn> obs = new ArrayList<>();
        for (ObsColumn column : described.obs()) {
            if (takeName(column.name(), obs.size())) {
                obs.add(
                        new ObsColumn(
                                column.name(),
                                column.kind(),
                                column.missing(),
                                column.distinct(),
                                values(column.mostFrequent())));
            }
        }
        List<String> layers = names(described.layers());
        List<String> embeddings = names(described.embeddings());
        List<String> varColumns = names(described.varColumns());
        List<Finding> findings =
                new ArrayList<>(
                        described.findings().stream()
                                // what stops comes first, so that it is never cut away
                                .sorted((a, b) -> Boolean.compare(b.stops(), a.stops()))
                                .limit(MOST_FINDINGS)
                                .toList());
        if (dropped > 0) {
            findings.add(
                    Finding.info(
                            FindingCode.TOO_LARGE,
                            "",
                            ("%d names of annotations, layers or embeddings are not listed: a"
                                            + " description has room for %d names of at most %d"
                                            + " characters.")
                                    .formatted(dropped, MOST_NAMES, LONGEST_NAME)));
        }
        return new DatasetDescription(
                described.format(),
                described.cells(),
                described.genes(),
                described.storedValues(),
                described.sparse(),
                described.integers(),
                layers,
                obs,
                varColumns,
                embeddings,
                dimensions(described, embeddings),
                findings);
    }

    private static Map<String, Integer> dimensions(
            DatasetDescription described, List<String> embeddings) {
        Map<String, Integer> dimensions = new LinkedHashMap<>();
        for (String name : embeddings) {
            Integer columns = described.embeddingDimensions().get(name);
            if (columns != null) {
                dimensions.put(name, columns);
            }
        }
        return dimensions;
    }

    private List<String> names(List<String> all) {
        List<String> kept = new ArrayList<>();
        for (String name : all) {
            if (takeName(name, kept.size())) {
                kept.add(name);
            }
        }
        return kept;
    }

    private boolean takeName(String name, int taken) {
        if (taken >= MOST_NAMES || name.length() > Math.min(LONGEST_NAME, nameBudget)) {
            dropped++;
            return false;
        }
        nameBudget -= name.length();
        return true;
    }

    private List<ValueCount> values(List<ValueCount> frequent) {
        List<ValueCount> kept = new ArrayList<>();
        for (ValueCount count : frequent) {
            String value = count.value();
            String shown =
                    value.length() <= LONGEST_VALUE
                            ? value
                            : value.substring(0, LONGEST_VALUE) + "...";
            if (shown.length() > valueBudget) {
                break;
            }
            valueBudget -= shown.length();
            kept.add(new ValueCount(shown, count.cells()));
        }
        return kept;
    }
}
