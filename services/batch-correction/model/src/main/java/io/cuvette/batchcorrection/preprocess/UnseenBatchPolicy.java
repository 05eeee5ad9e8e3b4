package io.cuvette.batchcorrection.preprocess;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a model does with cells of a batch that it was not trained on. */
public enum UnseenBatchPolicy {

    /** Refuses them, naming the batches. The default: nothing is made up. */
    REJECT,

    /**
     * Takes every random effect of the batch as zero (gamma = beta = 0), the mean of its prior: the
     * cells are treated as of the average batch, as a mixed model treats a new group.
     */
    POPULATION,

    /**
     * Takes the effects of the known batch whose mean scaled expression is nearest (Euclidean). An
     * approximation that is good where the new batch was made like an old one; differences of cell
     * composition count as distance, too.
     */
    NEAREST;

    public static final UnseenBatchPolicy DEFAULT = REJECT;

    /** Name in settings and requests, in small letters. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The policy of that key, or empty when there is none. */
    public static Optional<UnseenBatchPolicy> ofKey(String key) {
        return Arrays.stream(values()).filter(policy -> policy.key().equals(key)).findFirst();
    }

    /** All keys, for a message. */
    public static String keys() {
        return Arrays.stream(values())
                .map(UnseenBatchPolicy::key)
                .collect(Collectors.joining(", "));
    }
}
