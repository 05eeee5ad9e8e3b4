package io.cuvette.service.app;

import java.time.Instant;
import java.util.Optional;

/** What the test application answers. */
public record NoteView(String id, String text, Instant createdAt, Optional<String> comment) {}
