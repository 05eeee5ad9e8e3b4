package io.cuvette.service.error;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in the caller's words why a body was not understood. Jackson's own words name classes. */
final class JsonProblems {

    private static final String BODY = "body";
    private static final int SHOWN_VALUES = 20;

    private JsonProblems() {}

    static ProblemException of(JacksonException failure) {
        Optional<StreamConstraintsException> limit = limit(failure);
        if (limit.isPresent()) {
            return beyond(limit.get());
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            String known =
                    unknown.getKnownPropertyIds() == null
                            ? ""
                            : "; known are "
                                    + unknown.getKnownPropertyIds().stream()
                                            .map(Object::toString)
                                            .sorted()
                                            .limit(SHOWN_VALUES)
                                            .collect(Collectors.joining(", "));
            return invalid(unknown, "UNKNOWN_FIELD", "is not a known field" + known);
        }
        if (failure instanceof InvalidFormatException format) {
            return invalid(format, "INVALID_VALUE", "must be " + expected(format.getTargetType()));
        }
        if (failure instanceof ValueInstantiationException refused) {
            return invalid(refused, "INVALID_VALUE", reason(refused));
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        if (failure instanceof JsonMappingException mapping
                && mapping.getCause() instanceof InputCoercionException) {
            return invalid(mapping, "INVALID_VALUE", "is a number outside the range");
        }
        if (failure instanceof JsonMappingException mapping
                && mapping.getCause() instanceof IllegalArgumentException) {
            return invalid(mapping, "INVALID_VALUE", reason(mapping));
        }
        JsonLocation where = failure.getLocation();
        return new ProblemException(
                ErrorCode.MALFORMED_JSON,
                where == null
                        ? "The body is not JSON."
                        : "The body is not JSON: line %d, column %d."
                                .formatted(where.getLineNr(), where.getColumnNr()));
    }

    /** Where it was met within a list or object, it is a cause. */
    private static Optional<StreamConstraintsException> limit(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException limit) {
                return Optional.of(limit);
            }
        }
        return Optional.empty();
    }

    /** Which limit it is, only the words of the exception tell. */
    private static ProblemException beyond(StreamConstraintsException limit) {
        String words = limit.getOriginalMessage();
        return words.startsWith("Document length") || words.startsWith("Token count")
                ? new ProblemException(
                        ErrorCode.PAYLOAD_TOO_LARGE,
                        "The body is longer or holds more values than is read at once; send less.")
                : new ProblemException(
                        ErrorCode.INVALID_REQUEST,
                        "The body is nested too deep, or holds a text or number that is too long.");
    }

    private static ProblemException mismatch(MismatchedInputException failure) {
        boolean empty =
                failure.getPath().isEmpty() && failure.getMessage().startsWith("No content");
        if (empty) {
            return ProblemException.invalidField(BODY, "REQUIRED", "is empty; send a JSON object");
        }
        return invalid(failure, "INVALID_VALUE", "must be " + expected(failure.getTargetType()));
    }

    private static ProblemException invalid(
            JsonMappingException failure, String code, String message) {
        return ProblemException.invalidField(field(failure), code, message);
    }

    /** Our own types explain themselves; what other code says may hold internals. */
    private static String reason(JsonMappingException failure) {
        Throwable cause = failure.getCause();
        return cause instanceof IllegalArgumentException
                        && cause.getStackTrace().length > 0
                        && cause.getStackTrace()[0].getClassName().startsWith("io.cuvette.")
                ? cause.getMessage()
                : "is not valid";
    }

    private static String field(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.isEmpty() ? BODY : path.toString();
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "of another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .limit(SHOWN_VALUES)
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class
                || type == Integer.class
                || type == long.class
                || type == Long.class) {
            return "a whole number within range";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (Map.class.isAssignableFrom(type) || type.isRecord()) {
            return "an object";
        }
        if (type.getName().startsWith("java.time.")) {
            return "a time as RFC 3339 writes it";
        }
        return "of another type";
    }
}
