package io.cuvette.training.app.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;

/**
 * The model version that a job started from.
 *
 * @param modelId names the model for ever; its name may come to be another's
 * @param sha256 of all its artifacts
 */
@Embeddable
public record BaseReference(
        @Column(name = "base_model_id") String modelId,
        @Column(name = "base_model_name") String modelName,
        @Column(name = "base_version") Integer version,
        @Column(name = "base_sha256") String sha256) {}
