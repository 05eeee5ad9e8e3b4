package io.cuvette.reactormodel.runs;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A file without a run that can be used, or with one that may be misread. */
public final class RunsException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    RunsException(List<Finding> findings) {
        super(findings.stream().map(Finding::message).collect(Collectors.joining(" ")));
        this.findings = List.copyOf(findings);
    }

    RunsException(FindingCode code, String field, String message) {
        this(List.of(Finding.error(code, field, message)));
    }

    RunsException(DataException cause) {
        super(cause.getMessage(), cause);
        this.findings = List.of(cause.finding());
    }

    /**
     * At most {@value Findings#MOST}, errors first; never empty. {@link Finding#field} is the
     * column, or empty when it is about the whole file.
     */
    public List<Finding> findings() {
        return findings;
    }
}
