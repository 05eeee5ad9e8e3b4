package io.cuvette.training.core.method;

/** Of a method that may not be told anything. */
public record NoSettings() {}
