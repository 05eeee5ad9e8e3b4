package io.cuvette.data;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.finding.Finding;
import java.util.List;

/**
 * What was read of a file.
 *
 * @param findings what was skipped, changed or decided on the way; none of them stops
 */
public record LoadedDataset(AnnData data, List<Finding> findings) {
    public LoadedDataset {
        findings = List.copyOf(findings);
    }
}
