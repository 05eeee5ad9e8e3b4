package io.cuvette.data.finding;

import java.io.IOException;

/** A file that cannot be read, with the one finding that says why. */
public final class DataException extends IOException {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public DataException(FindingCode code, String field, String message) {
        this(code, field, message, null);
    }

    public DataException(FindingCode code, String field, String message, Throwable cause) {
        super(message, cause);
        this.finding = Finding.error(code, field, message);
    }

    public Finding finding() {
        return finding;
    }

    public FindingCode code() {
        return finding.code();
    }
}
