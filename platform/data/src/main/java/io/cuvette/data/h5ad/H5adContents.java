package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.finding.Finding;
import java.util.List;

/**
 * What was read of a file.
 *
 * @param findings what was skipped or changed on the way; none of them stops
 */
public record H5adContents(AnnData data, List<Finding> findings) {
    public H5adContents {
        findings = List.copyOf(findings);
    }
}
