package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;

/**
 * Data that was read well but cannot be used for what was asked, with the finding that says why.
 */
public final class UnsuitableDataException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public UnsuitableDataException(FindingCode code, String field, String message) {
        this(Finding.error(code, field, message));
    }

    /** With a finding that stops. */
    public UnsuitableDataException(Finding finding) {
        super(finding.message());
        this.finding = finding;
    }

    public Finding finding() {
        return finding;
    }
}
