package io.cuvette.service.inference.rest;

import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the endpoint knows of an inference request before its body is read.
 *
 * @param routing of the request
 * @param body not read yet
 */
record IncomingRequest(RoutingContext routing, InputStream body) {

    private static final String JSON_LENGTH_HEADER = "Inference-Header-Content-Length";
    private static final String IDENTITY = "identity";

    OptionalLong contentLength() {
        String header = routing.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        return header == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(header));
    }

    Optional<String> jsonLength() {
        return Optional.ofNullable(routing.request().getHeader(JSON_LENGTH_HEADER));
    }

    /** A compressed body could grow without bound when read. */
    void requireUncompressed() {
        String encoding = routing.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase(IDENTITY)) {
            throw new InferenceException(
                    Reason.UNSUPPORTED_ENCODING, "send the body without Content-Encoding");
        }
    }

    /** Runs {@code action} if the caller hangs up before it has its answer. */
    void onHangUp(Runnable action) {
        routing.addEndHandler(
                sent -> {
                    if (sent.failed()) {
                        action.run();
                    }
                });
    }
}
