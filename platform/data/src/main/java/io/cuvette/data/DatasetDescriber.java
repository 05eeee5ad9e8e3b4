package io.cuvette.data;

import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.assembly.ValueStatistics;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.h5ad.ColumnSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes a file of one sparse matrix, the only one of formats other than {@code .h5ad}. */
final class DatasetDescriber {

    private DatasetDescriber() {}

    /**
     * @param values of all rows; what they look like is added to the findings
     */
    static DatasetDescription describe(
            DatasetFormat format, Annotations annotations, ValueStatistics values) {
        List<Finding> findings = new ArrayList<>(annotations.findings());
        findings.addAll(values.findings("X"));
        List<ObsColumn> obs = new ArrayList<>();
        for (Map.Entry<String, Column> column : annotations.obs().columns().entrySet()) {
            obs.add(ColumnSummary.of(column.getKey(), column.getValue()));
        }
        return new DatasetDescription(
                format,
                annotations.obs().size(),
                annotations.var().size(),
                values.count(),
                true,
                values.integers(),
                List.of(),
                obs,
                List.copyOf(annotations.var().columns().keySet()),
                List.of(),
                Map.of(),
                findings);
    }
}
