package io.cuvette.reactormodel.app.rest;

import java.util.Arrays;
import java.util.List;

/** What callers would rather have (RFC 7240); what is not known is ignored. */
final class Preferences {
    static final String HEADER = "Prefer";

    private static final String RESPOND_ASYNC = "respond-async";

    private Preferences() {}

    /** Whether the caller would rather not wait (section 4.1). */
    static boolean areToRespondLater(List<String> headers) {
        return headers.stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .map(preference -> preference.split(";", 2)[0].strip())
                .anyMatch(RESPOND_ASYNC::equalsIgnoreCase);
    }
}
