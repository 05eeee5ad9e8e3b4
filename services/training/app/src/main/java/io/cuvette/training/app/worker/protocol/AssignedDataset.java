package io.cuvette.training.app.worker.protocol;

import io.cuvette.data.Orientation;

/**
 * The dataset that a worker reads.
 *
 * @param sha256 of the object, lower-case hex
 */
public record AssignedDataset(String key, String sha256, long sizeBytes, Orientation orientation) {}
