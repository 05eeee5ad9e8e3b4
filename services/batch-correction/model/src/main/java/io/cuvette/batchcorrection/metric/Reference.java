package io.cuvette.batchcorrection.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import io.cuvette.batchcorrection.classify.LookupCeiling;
import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Figures of the data alone, over all cells, that scores are read beside. */
public enum Reference {
    /**
     * Accuracy of naming a cell's label from its batch alone, on cells that the table from batch to
     * label was not learned from: five folds, as forests are judged.
     */
    LOOKUP_CEILING("lookupCeiling", "Lookup ceiling of labels"),
    /** Expected accuracy of guessing labels by frequency. */
    LABEL_CHANCE("labelChance", "Chance of labels"),
    /** One over the number of batches: batch leakage of an embedding that knows nothing of them. */
    BATCH_CHANCE("batchChance", "Chance of batches");

    private static final int FOLDS = 5;

    private final String key;
    private final String title;

    Reference(String key, String title) {
        this.key = key;
        this.title = title;
    }

    /** Name in JSON and in the API. */
    @JsonValue
    public String key() {
        return key;
    }

    /** Name for people. */
    public String title() {
        return title;
    }

    /**
     * @param seed of the folds
     */
    static Map<Reference, Double> of(Grouping batches, Grouping labels, long seed) {
        EnumMap<Reference, Double> references = new EnumMap<>(Reference.class);
        Design design = Design.of(batches, labels);
        LookupCeiling.crossValidated(batches, labels, FOLDS, seed)
                .ifPresent(ceiling -> references.put(LOOKUP_CEILING, ceiling));
        if (Double.isFinite(design.chance())) {
            references.put(LABEL_CHANCE, design.chance());
        }
        long occupied = Arrays.stream(batches.counts()).filter(count -> count > 0).count();
        if (occupied > 0) {
            references.put(BATCH_CHANCE, 1.0 / occupied);
        }
        return references;
    }
}
