package io.cuvette.training.app.service;

/** Fired within a transaction that changed a job; observed after it is committed. */
public record JobChanged(String jobId, JobState state) {}
