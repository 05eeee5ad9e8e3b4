package io.cuvette.training.app.service;

import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.JobCheck;
import java.util.List;

/**
 * What is wrong with a sweep, and what it will cost.
 *
 * @param trials it will make; 0 when it cannot be told
 * @param estimate of the trial that takes most, each figure by itself
 */
public record SweepCheck(List<Finding> findings, int trials, JobCheck.Estimate estimate) {

    public SweepCheck {
        findings = List.copyOf(findings);
    }

    boolean accepted() {
        return findings.stream().noneMatch(Finding::stops);
    }
}
