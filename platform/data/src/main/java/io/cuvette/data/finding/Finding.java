package io.cuvette.data.finding;

import java.util.Objects;

/**
 * One thing that validation has to say.
 *
 * @param field the setting, column or element it is about, for instance {@code batchKey} or {@code
 *     obs/batch}; empty when it is about the whole file
 * @param message what is wrong with the value and what to do; no paths, no class names
 */
public record Finding(Severity severity, FindingCode code, String field, String message) {

    public Finding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    public static Finding error(FindingCode code, String field, String message) {
        return new Finding(Severity.ERROR, code, field, message);
    }

    public static Finding warning(FindingCode code, String field, String message) {
        return new Finding(Severity.WARNING, code, field, message);
    }

    public static Finding info(FindingCode code, String field, String message) {
        return new Finding(Severity.INFO, code, field, message);
    }

    public boolean stops() {
        return severity == Severity.ERROR;
    }
}
