package io.cuvette.service.store;

import java.time.Instant;

/**
 * What the store tells of an object.
 *
 * @param etag without quotes; changes when the object does, but is no digest of a multipart object
 */
public record ObjectStat(ObjectKey key, long sizeBytes, String etag, Instant lastModified) {}
