package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.TensorData;
import java.io.IOException;

/**
 * Reads {@code data}: either one flat array in row-major order, or arrays nested exactly as the
 * shape says.
 */
final class JsonTensorReader {

    private final JsonParser parser;
    private final String name;
    private final Shape shape;
    private final ElementSink sink;

    private JsonTensorReader(JsonParser parser, String name, Shape shape, ElementSink sink) {
        this.parser = parser;
        this.name = name;
        this.shape = shape;
        this.sink = sink;
    }

    /**
     * @param parser at the opening bracket; left at the closing one
     * @param shape whose product is known to fit an {@code int}
     */
    static TensorData read(JsonParser parser, String name, Datatype datatype, Shape shape)
            throws IOException {
        if (datatype == Datatype.FP16) {
            throw InferenceException.invalid(
                    "input '" + name + "': JSON has no form for FP16; send it as binary data");
        }
        int count = Math.toIntExact(shape.elementCount());
        ElementSink sink = ElementSinks.of(name, datatype, count);
        new JsonTensorReader(parser, name, shape, sink).readOutermost();
        return sink.finish();
    }

    private void readOutermost() throws IOException {
        JsonToken first = parser.nextToken();
        if (first == JsonToken.START_ARRAY && shape.rank() > 1) {
            readNested(0, first);
        } else {
            readScalars(first, shape.elementCount(), "data");
        }
    }

    /**
     * @param token the first after the opening bracket of an array of dimension {@code axis}
     */
    private void readNested(int axis, JsonToken token) throws IOException {
        if (axis == shape.rank() - 1) {
            readScalars(token, shape.dimension(axis), "an innermost array of data");
            return;
        }
        long length = 0;
        for (JsonToken next = token; next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (next != JsonToken.START_ARRAY || length == shape.dimension(axis)) {
                throw notNestedAsShape();
            }
            readNested(axis + 1, parser.nextToken());
            length++;
        }
        if (length != shape.dimension(axis)) {
            throw notNestedAsShape();
        }
    }

    private void readScalars(JsonToken first, long expected, String where) throws IOException {
        long length = 0;
        for (JsonToken next = first; next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            if (length == expected) {
                throw wrongLength(where, "more than " + expected, expected);
            }
            if (!next.isScalarValue()) {
                throw notNestedAsShape();
            }
            sink.add(parser);
            length++;
        }
        if (length != expected) {
            throw wrongLength(where, Long.toString(length), expected);
        }
    }

    private InferenceException wrongLength(String where, String found, long expected) {
        return InferenceException.invalid(
                "input '%s': %s has %s elements; shape %s asks for %d"
                        .formatted(name, where, found, shape, expected));
    }

    private InferenceException notNestedAsShape() {
        return InferenceException.invalid(
                "input '%s': data must be flat, or nested as shape %s says".formatted(name, shape));
    }
}
