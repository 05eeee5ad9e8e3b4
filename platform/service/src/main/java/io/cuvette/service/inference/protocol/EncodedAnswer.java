package io.cuvette.service.inference.protocol;

import java.util.OptionalInt;

/**
 * The body of an inference response.
 *
 * @param body JSON, then the binary data of the outputs sent so
 * @param jsonLength length of the JSON part, if binary data follows: the header {@code
 *     Inference-Header-Content-Length}
 */
public record EncodedAnswer(byte[] body, OptionalInt jsonLength) {}
