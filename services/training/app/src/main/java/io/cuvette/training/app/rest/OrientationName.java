package io.cuvette.training.app.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.cuvette.data.Orientation;

/** {@link Orientation} in the API's spelling. */
public enum OrientationName {
    @JsonProperty("detect")
    DETECT,
    @JsonProperty("cellsByGenes")
    CELLS_BY_GENES,
    @JsonProperty("genesByCells")
    GENES_BY_CELLS;

    static OrientationName of(Orientation orientation) {
        return valueOf(orientation.name());
    }

    Orientation orientation() {
        return Orientation.valueOf(name());
    }
}
