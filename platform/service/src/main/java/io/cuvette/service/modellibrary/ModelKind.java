package io.cuvette.service.modellibrary;

/**
 * What callers ask for by name.
 *
 * @param what as problems call it, such as {@code model}
 * @param family of the training program that publishes it
 */
public record ModelKind(String what, String family) {}
