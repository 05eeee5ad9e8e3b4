package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** A dataset as the training service tells of it. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Dataset(
        String id, String name, String state, long sizeBytes, String sha256, String orientation) {

    public boolean ready() {
        return "READY".equals(state);
    }
}
