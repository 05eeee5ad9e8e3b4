package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import java.util.regex.Pattern;

/** What to say about a path and method the protocol does not have. */
final class Paths {

    private static final Pattern INFER = Pattern.compile("models/[^/]+(/versions/[^/]+)?/infer");
    private static final Pattern READ =
            Pattern.compile("|health/(live|ready)|models/[^/]+(/versions/[^/]+)?(/ready)?");

    private Paths() {}

    /**
     * @param path below {@code /v2/}
     */
    static InferenceException unknown(String method, String path) {
        Pattern ofOtherMethod = method.equals("GET") ? INFER : READ;
        if (ofOtherMethod.matcher(path).matches()) {
            return new InferenceException(
                    Reason.METHOD_NOT_ALLOWED,
                    "this path takes " + (method.equals("GET") ? "POST" : "GET") + " only");
        }
        return InferenceException.notFound("the protocol has no such path");
    }
}
