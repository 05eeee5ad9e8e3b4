package io.cuvette.service.error;

/**
 * What is wrong with one field.
 *
 * @param field path in the body such as {@code settings.epochs}, or the parameter's name
 * @param code stable, upper case with underscores
 * @param message the problem and what to do
 */
public record FieldError(String field, String code, String message) {}
