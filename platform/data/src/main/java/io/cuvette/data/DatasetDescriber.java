package io.cuvette.data;

import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.assembly.ValueStatistics;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.h5ad.ColumnSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Describes a dataset that is in memory. */
public final class DatasetDescriber {

    private DatasetDescriber() {}

    /**
     * @param findings what the reader found; what the values look like is added
     */
    public static DatasetDescription describe(
            DatasetFormat format, AnnData data, List<Finding> findings) {
        ValueStatistics values = new ValueStatistics();
        if (data.x() instanceof CsrMatrix sparse) {
            values.add(sparse.values());
        } else if (data.x() instanceof DenseMatrix dense) {
            for (float value : dense.values()) {
                if (value != 0f) {
                    values.add(value);
                }
            }
        }
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(values.findings("X"));
        List<ObsColumn> obs = new ArrayList<>();
        for (Map.Entry<String, Column> column : data.obs().columns().entrySet()) {
            obs.add(ColumnSummary.of(column.getKey(), column.getValue()));
        }
        return new DatasetDescription(
                format,
                data.cells(),
                data.genes(),
                data.x().storedValues(),
                data.x() instanceof CsrMatrix,
                values.integers(),
                List.copyOf(data.layers().keySet()),
                obs,
                List.copyOf(data.var().columns().keySet()),
                List.copyOf(data.obsm().keySet()),
                all);
    }
}
