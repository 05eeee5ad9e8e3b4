package io.cuvette.training.core.program;

import io.cuvette.data.finding.Finding;
import java.util.List;

/** Training cannot succeed with this data and these settings; a retry would fail the same way. */
public final class TrainingFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public TrainingFailedException(String message) {
        this(message, List.of());
    }

    public TrainingFailedException(String message, List<Finding> findings) {
        super(message);
        this.findings = List.copyOf(findings);
    }

    /** With the messages of those findings that stop the job. */
    public static TrainingFailedException of(List<Finding> findings) {
        String reasons =
                String.join(
                        "; ",
                        findings.stream().filter(Finding::stops).map(Finding::message).toList());
        return new TrainingFailedException(reasons, findings);
    }

    public List<Finding> findings() {
        return findings;
    }
}
