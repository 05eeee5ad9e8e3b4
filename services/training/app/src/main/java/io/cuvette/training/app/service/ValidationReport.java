package io.cuvette.training.app.service;

import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import java.util.List;
import java.util.Optional;

/**
 * Outcome of reading an upload.
 *
 * @param description absent when the file cannot be read
 * @param preview absent when the file cannot be read
 * @param findings all of them, also those of the description
 */
public record ValidationReport(
        Optional<DatasetDescription> description,
        Optional<DatasetPreview> preview,
        List<Finding> findings) {

    public ValidationReport {
        findings = List.copyOf(findings);
    }

    public static ValidationReport refused(Finding finding) {
        return new ValidationReport(Optional.empty(), Optional.empty(), List.of(finding));
    }

    public boolean usable() {
        return description.isPresent() && findings.stream().noneMatch(Finding::stops);
    }
}
