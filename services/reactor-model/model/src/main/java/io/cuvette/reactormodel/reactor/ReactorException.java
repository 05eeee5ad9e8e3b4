package io.cuvette.reactormodel.reactor;

import io.cuvette.data.finding.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** Parameters that describe no reactor, with one finding for each of them. */
public final class ReactorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public ReactorException(List<Finding> findings) {
        super(findings.stream().map(Finding::message).collect(Collectors.joining(" ")));
        this.findings = List.copyOf(findings);
    }

    /** One for each parameter, named by {@link Finding#field}; never empty. */
    public List<Finding> findings() {
        return findings;
    }
}
