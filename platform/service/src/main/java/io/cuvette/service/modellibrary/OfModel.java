package io.cuvette.service.modellibrary;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A result and the version that it is of: as JSON the fields of the result, and {@code model}.
 *
 * @param result whose fields have other names
 */
public record OfModel<T>(ModelRef model, @JsonUnwrapped T result) {}
