package io.cuvette.training.core.program;

import io.cuvette.data.finding.Finding;
import java.util.List;

/** Answer of {@link TrainingProgram#check}: what is wrong, and what the job will cost. */
public record JobCheck(List<Finding> findings, Estimate estimate) {

    public JobCheck {
        findings = List.copyOf(findings);
    }

    public boolean accepted() {
        return findings.stream().noneMatch(Finding::stops);
    }

    /**
     * @param heapBytes peak of the Java heap
     * @param nativeBytes peak of tensors outside the heap
     * @param steps optimizer steps over the whole run
     * @param seconds a rough figure for two cores; 0 when nothing is known
     */
    public record Estimate(long heapBytes, long nativeBytes, long steps, double seconds) {}
}
