package io.cuvette.service.idempotency;

/** What is stored under a key. */
record KeyRecord(String requestHash, Answer answer) {}
