package io.cuvette.service.training;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The model version that a job started from, as the training service tells of it.
 *
 * @param sha256 of all its artifacts
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record BaseModel(String modelName, int version, String sha256) {}
