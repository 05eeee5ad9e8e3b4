package io.cuvette.service.inference;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The {@code parameters} object of a request or an answer. The accessors refuse a value of another
 * type as the caller's mistake.
 *
 * @param values by name, in the order given
 */
public record Parameters(Map<String, ParameterValue> values) {

    /** No parameters. */
    public static final Parameters NONE = new Parameters(Map.of());

    public Parameters {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /**
     * @throws InferenceException (400) if present and not a string
     */
    public Optional<String> text(String name) {
        ParameterValue value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ParameterValue.Text text) {
            return Optional.of(text.value());
        }
        throw wrongType(name, "a string");
    }

    /**
     * @throws InferenceException (400) if present and not an integer of 64 bits
     */
    public OptionalLong whole(String name) {
        ParameterValue value = values.get(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof ParameterValue.Whole whole && whole.value().bitLength() < Long.SIZE) {
            return OptionalLong.of(whole.value().longValueExact());
        }
        throw wrongType(name, "an integer of 64 bits");
    }

    /**
     * @throws InferenceException (400) if present and not a number
     */
    public OptionalDouble number(String name) {
        ParameterValue value = values.get(name);
        if (value == null) {
            return OptionalDouble.empty();
        }
        if (value instanceof ParameterValue.Real real) {
            return OptionalDouble.of(real.value());
        }
        if (value instanceof ParameterValue.Whole whole) {
            return OptionalDouble.of(whole.value().doubleValue());
        }
        throw wrongType(name, "a number");
    }

    /**
     * @throws InferenceException (400) if present and not a boolean
     */
    public Optional<Boolean> flag(String name) {
        ParameterValue value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof ParameterValue.Flag flag) {
            return Optional.of(flag.value());
        }
        throw wrongType(name, "true or false");
    }

    /** These and one more. */
    public Parameters with(String name, String value) {
        return with(name, new ParameterValue.Text(value));
    }

    /** These and one more. */
    public Parameters with(String name, long value) {
        return with(name, new ParameterValue.Whole(BigInteger.valueOf(value)));
    }

    private Parameters with(String name, ParameterValue value) {
        Map<String, ParameterValue> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Parameters(more);
    }

    private static InferenceException wrongType(String name, String wanted) {
        return InferenceException.invalid("parameter '" + name + "' must be " + wanted);
    }
}
