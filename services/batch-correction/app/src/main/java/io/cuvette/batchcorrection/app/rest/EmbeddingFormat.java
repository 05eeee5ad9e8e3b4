package io.cuvette.batchcorrection.app.rest;

import io.cuvette.service.error.ProblemException;
import java.util.Locale;

/** How a table of cells is sent. */
enum EmbeddingFormat {
    JSON("application/json"),
    CSV("text/csv;charset=UTF-8"),
    NPY("application/octet-stream"),
    ARROW("application/vnd.apache.arrow.file");

    private final String mediaType;

    EmbeddingFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    String mediaType() {
        return mediaType;
    }

    /** JSON is shown, tables are saved as a file. */
    String disposition(String name) {
        return this == JSON
                ? "inline"
                : "attachment; filename=\"%s.%s\"".formatted(name, name().toLowerCase(Locale.ROOT));
    }

    static EmbeddingFormat named(String name) {
        return switch (name) {
            case "json" -> JSON;
            case "csv" -> CSV;
            case "npy" -> NPY;
            case "arrow" -> ARROW;
            default ->
                    throw ProblemException.invalidField(
                            "format", "UNKNOWN_FORMAT", "must be json, csv, npy or arrow");
        };
    }
}
