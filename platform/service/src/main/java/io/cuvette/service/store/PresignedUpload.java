package io.cuvette.service.store;

import java.net.URI;
import java.time.Instant;
import java.util.List;

/** An upload by presigned URLs. */
public record PresignedUpload(
        ObjectKey key, String uploadId, long partSizeBytes, Instant expiresAt, List<Part> parts) {

    public PresignedUpload {
        parts = List.copyOf(parts);
    }

    /**
     * Where to PUT a part. The answer's {@code ETag} header is needed to complete.
     *
     * @param number from 1
     */
    public record Part(int number, long sizeBytes, URI url) {}
}
