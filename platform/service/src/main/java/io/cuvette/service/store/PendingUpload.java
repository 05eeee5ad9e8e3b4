package io.cuvette.service.store;

import java.time.Instant;

/** An upload that is neither complete nor dropped. */
public record PendingUpload(ObjectKey key, String uploadId, Instant initiatedAt) {}
