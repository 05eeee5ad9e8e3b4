package io.cuvette.training.app.service;

/**
 * One file of a model version.
 *
 * @param path relative name below the version's prefix
 * @param sizeBytes exact length
 * @param sha256 of the bytes, lower-case hex
 */
public record Artifact(String path, long sizeBytes, String sha256) {}
