package io.cuvette.service.idempotency;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A caller's name for one act, so that repeating the request does not repeat the act. */
public record IdempotencyKey(String value) {

    /** The header that carries it. */
    public static final String HEADER = "Idempotency-Key";

    private static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public IdempotencyKey {
        if (value == null || !PATTERN.matcher(value).matches()) {
            throw new ProblemException(
                    ErrorCode.INVALID_IDEMPOTENCY_KEY,
                    "Idempotency-Key must be 1 to 128 letters, digits, dots, colons, hyphens or"
                            + " underscores; a UUID is fine.");
        }
    }

    /**
     * From the header.
     *
     * @param header null when it was not sent
     */
    public static Optional<IdempotencyKey> of(String header) {
        return header == null ? Optional.empty() : Optional.of(new IdempotencyKey(header));
    }
}
