package io.cuvette.batchcorrection.method;

import java.util.Arrays;
import java.util.Optional;

/** The corrections that a job may name. */
public enum Method {
    /** Principal components of the scaled expression: the baseline that corrects nothing. */
    PCA("pca", "PCA"),
    /** Fixed effects: domain-adversarial autoencoder as published (MEDL, spec 1.3). */
    FE("fe", "MEDL FE"),
    /** Autoencoder whose decoder owns an offset per batch and gene (spec 8.4). */
    MEDL_PLUS("medl_plus", "MEDL+");

    private final String key;
    private final String title;

    Method(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** The name in settings, artifacts and answers. */
    public String key() {
        return key;
    }

    /** The name in figures. */
    public String title() {
        return title;
    }

    public static Optional<Method> ofKey(String key) {
        return Arrays.stream(values()).filter(method -> method.key.equals(key)).findFirst();
    }
}
