package io.cuvette.service.store;

/** What was written: record it only after the write returned. */
public record StoredObject(ObjectKey key, long sizeBytes, Sha256 sha256) {}
