package io.cuvette.batchcorrection.app.rest;

import io.cuvette.batchcorrection.app.service.Methods;
import io.cuvette.batchcorrection.method.Method;

/** Methods that show cells in other batches, by the names that callers use. */
final class ProjectionMethods {

    /** What the paper calls its projection is ours by the name of its network. */
    private static final String PAPER = "paper";

    private ProjectionMethods() {}

    /** The method of a request; {@code medl_plus} when it names none. */
    static Method named(String name) {
        if (name == null) {
            return Method.MEDL_PLUS;
        }
        return name.equals(PAPER) ? Method.RE : Methods.named(name);
    }
}
