package io.cuvette.service.inference;

import java.math.BigInteger;

/** A value of a request's or an answer's {@code parameters}: text, number or boolean. */
public sealed interface ParameterValue {

    record Text(String value) implements ParameterValue {}

    record Whole(BigInteger value) implements ParameterValue {}

    record Real(double value) implements ParameterValue {}

    record Flag(boolean value) implements ParameterValue {}
}
