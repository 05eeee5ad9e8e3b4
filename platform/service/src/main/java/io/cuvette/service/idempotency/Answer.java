package io.cuvette.service.idempotency;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * What a POST answers, so that the same bytes can be answered again.
 *
 * @param status 200 to 299: refusals are not kept, the caller may correct and repeat them
 * @param location value of the {@code Location} header
 * @param json the body
 * @param replayed whether an earlier request with the same key did the work
 */
public record Answer(int status, Optional<String> location, String json, boolean replayed) {

    /** Header that tells a repeated answer. */
    public static final String REPLAYED_HEADER = "Idempotency-Replayed";

    public Answer {
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException(
                    "status %d is no success; throw the problem instead".formatted(status));
        }
    }

    /** The answer of work that was just done. */
    public static Answer of(int status, String location, String json) {
        return new Answer(status, Optional.ofNullable(location), json, false);
    }

    /** As a JAX-RS answer. */
    public Response toResponse() {
        Response.ResponseBuilder response =
                Response.status(status).type(MediaType.APPLICATION_JSON).entity(json);
        location.ifPresent(value -> response.header(HttpHeaders.LOCATION, value));
        if (replayed) {
            response.header(REPLAYED_HEADER, "true");
        }
        return response.build();
    }
}
