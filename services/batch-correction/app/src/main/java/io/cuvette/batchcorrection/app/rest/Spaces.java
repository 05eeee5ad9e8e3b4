package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Space;
import io.cuvette.service.error.ProblemException;

/** Spaces by the names that callers use. */
final class Spaces {

    private Spaces() {}

    /** The space of a request; {@code log1p} when it names none. */
    static Space named(String name) {
        return switch (name == null ? "log1p" : name) {
            case "scaled" -> Space.SCALED;
            case "log1p" -> Space.LOG1P;
            case "counts" -> Space.COUNTS;
            default ->
                    throw ProblemException.invalidField(
                            "space", "UNKNOWN_SPACE", "must be scaled, log1p or counts");
        };
    }
}
