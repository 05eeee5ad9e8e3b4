package io.cuvette.training.app.service;

import io.cuvette.data.Orientation;
import io.cuvette.service.store.Sha256;

/**
 * A dataset to upload.
 *
 * @param sizeBytes exact length of the file
 * @param orientation for delimited tables
 */
public record NewUpload(String name, long sizeBytes, Sha256 sha256, Orientation orientation) {}
