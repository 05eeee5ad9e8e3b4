package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.TensorData;
import java.io.IOException;

/**
 * Collects JSON scalars in a primitive array. The array grows with what arrives and never beyond
 * the expected number, so a shape alone allocates nothing.
 */
abstract class ElementSink {

    private static final int INITIAL_CAPACITY = 1024;
    private static final int SHOWN_CHARACTERS = 40;

    private final String name;
    private final Datatype datatype;
    private final int expected;

    /** Elements so far. */
    int size;

    ElementSink(String name, Datatype datatype, int expected) {
        this.name = name;
        this.datatype = datatype;
        this.expected = expected;
    }

    /** Adds the parser's present token, a scalar. */
    abstract void add(JsonParser parser) throws IOException;

    /** The elements; as many as expected must have been added. */
    abstract TensorData finish();

    final int initialCapacity() {
        return Math.min(expected, INITIAL_CAPACITY);
    }

    final int grown(int capacity) {
        return (int) Math.min(expected, 2L * capacity);
    }

    /** The present token as an integer within bounds. */
    final long integer(JsonParser parser, long minimum, long maximum) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw wrong(parser, "is not an integer");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw outOfRange(parser);
        }
        long value = parser.getLongValue();
        if (value < minimum || value > maximum) {
            throw outOfRange(parser);
        }
        return value;
    }

    final void requireNumber(JsonParser parser) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw wrong(parser, "is not a number");
        }
    }

    final InferenceException outOfRange(JsonParser parser) throws IOException {
        return wrong(parser, "is out of the range of " + datatype);
    }

    final InferenceException wrong(JsonParser parser, String problem) throws IOException {
        String text = parser.getText();
        String shown =
                text.length() <= SHOWN_CHARACTERS
                        ? text
                        : text.substring(0, SHOWN_CHARACTERS) + "...";
        return InferenceException.invalid(
                "input '%s' of %s: element %d, %s, %s"
                        .formatted(name, datatype, size, shown, problem));
    }
}
