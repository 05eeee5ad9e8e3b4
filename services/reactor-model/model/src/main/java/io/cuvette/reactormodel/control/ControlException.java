package io.cuvette.reactormodel.control;

import io.cuvette.data.finding.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A problem that is none, with one finding for each field that is wrong. */
public final class ControlException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    ControlException(List<Finding> findings) {
        super(findings.stream().map(Finding::message).collect(Collectors.joining(" ")));
        this.findings = List.copyOf(findings);
    }

    /** Named by {@link Finding#field}; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
