package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ProblemException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Methods by the names that callers use. */
public final class Methods {

    private Methods() {}

    public static Method named(String key) {
        return Method.ofKey(key)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "method",
                                        "UNKNOWN_METHOD",
                                        "must be one of "
                                                + Arrays.stream(Method.values())
                                                        .map(Method::key)
                                                        .collect(Collectors.joining(", "))));
    }
}
