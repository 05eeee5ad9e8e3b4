package io.cuvette.training.app.service;

/** Fired within a transaction after which a sweep has something to do. */
public record SweepChanged(String sweepId) {}
