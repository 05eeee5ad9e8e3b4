package io.cuvette.data;

import io.cuvette.data.anndata.Frame;
import io.cuvette.data.finding.Finding;
import java.util.List;

/**
 * Cells and genes without any matrix.
 *
 * @param obs one row a cell
 * @param var one row a gene
 * @param findings what was skipped, changed or decided on the way; none of them stops
 */
public record Annotations(Frame obs, Frame var, List<Finding> findings) {
    public Annotations {
        findings = List.copyOf(findings);
    }
}
