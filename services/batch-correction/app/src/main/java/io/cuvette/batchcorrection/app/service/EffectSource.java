package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.error.ProblemException;
import java.util.Arrays;

/** Methods that have batch effects of single genes. */
public enum EffectSource {
    /** Best linear unbiased predictions of what is left beside its batch-free expression. */
    MEDL_PLUS(Method.MEDL_PLUS),
    /** The published Bayesian tables at the output. */
    RE(Method.RE);

    private final Method method;

    EffectSource(Method method) {
        this.method = method;
    }

    /**
     * By the method's key.
     *
     * @param key {@code medl_plus} or {@code re}; {@code medl_plus} when null
     * @throws ProblemException INVALID_REQUEST for anything else
     */
    public static EffectSource named(String key) {
        if (key == null) {
            return MEDL_PLUS;
        }
        return Arrays.stream(values())
                .filter(source -> source.method.key().equals(key))
                .findFirst()
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "method",
                                        "UNKNOWN_METHOD",
                                        "must be medl_plus or re, which have effects of genes"));
    }

    public Method method() {
        return method;
    }
}
