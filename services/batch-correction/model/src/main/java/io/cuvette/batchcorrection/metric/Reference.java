package io.cuvette.batchcorrection.metric;

import com.fasterxml.jackson.annotation.JsonValue;
import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Figures of the data alone, over all cells, that scores are read beside. */
public enum Reference {
    /** Accuracy of naming a cell's label from its batch alone. */
    LOOKUP_CEILING("lookupCeiling", "Lookup ceiling of labels"),
    /** Expected accuracy of guessing labels by frequency. */
    LABEL_CHANCE("labelChance", "Chance of labels"),
    /** One over the number of batches: batch leakage of an embedding that knows nothing of them. */
    BATCH_CHANCE("batchChance", "Chance of batches");

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

    static Map<Reference, Double> of(Grouping batches, Grouping labels) {
        EnumMap<Reference, Double> references = new EnumMap<>(Reference.class);
        Design design = Design.of(batches, labels);
        if (Double.isFinite(design.lookupCeiling())) {
            references.put(LOOKUP_CEILING, design.lookupCeiling());
            references.put(LABEL_CHANCE, design.chance());
        }
        long occupied = Arrays.stream(batches.counts()).filter(count -> count > 0).count();
        if (occupied > 0) {
            references.put(BATCH_CHANCE, 1.0 / occupied);
        }
        return references;
    }
}
