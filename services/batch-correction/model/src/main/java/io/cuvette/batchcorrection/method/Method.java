package io.cuvette.batchcorrection.method;

import java.util.Arrays;
import java.util.Optional;

/** The corrections that a job may name. */
public enum Method {
    /** Principal components of the scaled expression: the baseline that corrects nothing. */
    PCA("pca", "PCA", false),
    /** Mixtures of principal components corrected by batch (Korsunsky 2019): the other baseline. */
    HARMONY("harmony", "Harmony", true),
    /** The autoencoder of {@code fe} alone: the baseline that shows what its adversary does. */
    AE("ae", "AE", false),
    /** Fixed effects: domain-adversarial autoencoder as published (MEDL, spec 1.3). */
    FE("fe", "MEDL FE", false),
    /** {@code fe} that also learns to name the label of a cell. */
    FEC("fec", "MEDL FEC", false),
    /** Random effects: Bayesian autoencoder that keeps the batch, as published (spec 1.4). */
    RE("re", "MEDL RE", true),
    /** Autoencoder whose decoder owns an offset per batch and gene (spec 8.4). */
    MEDL_PLUS("medl_plus", "MEDL+", false);

    private final String key;
    private final String title;
    private final boolean needsBatch;

    Method(String key, String title, boolean needsBatch) {
        this.key = key;
        this.title = title;
        this.needsBatch = needsBatch;
    }

    /** The name in settings, artifacts and answers. */
    public String key() {
        return key;
    }

    /** The name in figures. */
    public String title() {
        return title;
    }

    /** Whether it is trained step by step; the others are fitted at once. */
    public boolean isNetwork() {
        return switch (this) {
            case PCA, HARMONY -> false;
            case AE, FE, FEC, RE, MEDL_PLUS -> true;
        };
    }

    /** Whether it learns from all cells of the data, so that none of them are held out from it. */
    public boolean isFittedOnAllCells() {
        return this == HARMONY;
    }

    /** Whether a cell's batch must be known to embed it. */
    public boolean needsBatch() {
        return needsBatch;
    }

    public static Optional<Method> ofKey(String key) {
        return Arrays.stream(values()).filter(method -> method.key.equals(key)).findFirst();
    }
}
