package io.cuvette.reactormodel.app.declaration;

import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Everything that is wrong with a request, collected before it is refused. */
public final class Findings {

    /** More of them say nothing new. */
    private static final int MOST = 100;

    private static final int SHOWN = 120;

    private final List<FieldError> errors = new ArrayList<>();

    /** What is missing. */
    public void missing(String field, String advice) {
        add(field, "REQUIRED", "is missing; " + advice);
    }

    /** What is there and cannot be meant. */
    public void outOfRange(String field, String message) {
        add(field, "OUT_OF_RANGE", message);
    }

    /** A name that is not known here. */
    public void unknown(String field, String message) {
        add(field, "UNKNOWN_FIELD", message);
    }

    public void invalid(String field, String message) {
        add(field, "INVALID", message);
    }

    private void add(String field, String code, String message) {
        if (errors.size() < MOST) {
            errors.add(new FieldError(shortened(field), code, message));
        }
    }

    /** How many there are: a part of the request that adds none is as it should be. */
    public int count() {
        return errors.size();
    }

    /**
     * @throws ProblemException INVALID_REQUEST when there is any finding
     */
    public void refuseAny() {
        if (!errors.isEmpty()) {
            throw new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    errors.stream()
                            .map(error -> error.field() + ": " + error.message())
                            .collect(Collectors.joining("; ")),
                    errors);
        }
    }

    /** What a caller wrote, at a length that can be shown. */
    public static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
