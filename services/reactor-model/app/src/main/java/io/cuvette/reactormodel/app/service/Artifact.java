package io.cuvette.reactormodel.app.service;

/** A file of an adapted model in the object store. */
public record Artifact(String path, long sizeBytes, String sha256) {}
