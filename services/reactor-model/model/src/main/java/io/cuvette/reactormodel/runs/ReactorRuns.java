package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.Finding;
import java.util.List;

/**
 * The experiments of a file.
 *
 * @param runs those that can be used, in the order in which the file begins them; at least one
 * @param findings why others were left out, and columns that were; no errors
 */
public record ReactorRuns(List<NamedRun> runs, List<Finding> findings) {

    public ReactorRuns {
        runs = List.copyOf(runs);
        findings = List.copyOf(findings);
    }
}
