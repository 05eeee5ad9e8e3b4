package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.TensorData;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one element of {@code inputs}. JSON members come in any order, and the data cannot be read
 * before its shape and datatype are known: if it comes first, it is skipped and its place kept.
 */
final class InputReader {

    private static final String BINARY_DATA_SIZE = "binary_data_size";

    private final byte[] body;
    private final String path;

    private String name;
    private Datatype datatype;
    private Shape shape;
    private Parameters parameters = Parameters.NONE;
    private TensorData data;
    private boolean dataSkipped;
    private int dataStart;
    private int dataEnd;

    /**
     * @param body what the parser reads, from its first byte
     * @param path of the input, for messages
     */
    InputReader(byte[] body, String path) {
        this.body = body;
        this.path = path;
    }

    PendingInput read(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw InferenceException.invalid(path + " must be an object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = RequestDecoder.text(parser, path + ".name");
                case "datatype" -> datatype = readDatatype(parser);
                case "shape" -> shape = readShape(parser);
                case "parameters" ->
                        parameters = ParameterReader.read(parser, path + ".parameters");
                case "data" -> readOrSkipData(parser);
                default -> parser.skipChildren();
            }
        }
        return finish();
    }

    private PendingInput finish() throws IOException {
        requirePresent(name, "name");
        requirePresent(datatype, "datatype");
        requirePresent(shape, "shape");
        OptionalLong binarySize = parameters.whole(BINARY_DATA_SIZE);
        boolean hasData = data != null || dataSkipped;
        if (hasData && binarySize.isPresent()) {
            throw InferenceException.invalid(
                    "input '" + name + "' has both data and binary_data_size; give one");
        }
        if (!hasData && binarySize.isEmpty()) {
            throw InferenceException.invalid(
                    "input '" + name + "' has neither data nor the parameter binary_data_size");
        }
        if (binarySize.isPresent() && binarySize.getAsLong() < 0) {
            throw InferenceException.invalid(
                    "input '" + name + "' has a negative binary_data_size");
        }
        requireCountable();
        if (dataSkipped) {
            data = readSkippedData();
        }
        return new PendingInput(name, datatype, shape, Optional.ofNullable(data), binarySize);
    }

    private void requirePresent(Object value, String field) {
        if (value == null) {
            throw InferenceException.invalid(path + "." + field + " is missing");
        }
    }

    private Datatype readDatatype(JsonParser parser) throws IOException {
        String text = RequestDecoder.text(parser, path + ".datatype");
        return Datatype.of(text)
                .orElseThrow(
                        () ->
                                InferenceException.invalid(
                                        path
                                                + ".datatype must be one of "
                                                + Arrays.toString(Datatype.values())));
    }

    private Shape readShape(JsonParser parser) throws IOException {
        String shapePath = path + ".shape";
        RequestDecoder.requireArray(parser, shapePath);
        long[] dimensions = new long[Shape.MAX_RANK];
        int rank = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (rank == Shape.MAX_RANK) {
                throw InferenceException.invalid(
                        shapePath + " has more than " + Shape.MAX_RANK + " dimensions");
            }
            boolean fits =
                    parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER
                            && parser.getLongValue() >= 0;
            if (!fits) {
                throw InferenceException.invalid(
                        shapePath + "[" + rank + "] must be an integer from 0 to 2^63 - 1");
            }
            dimensions[rank++] = parser.getLongValue();
        }
        return Shape.of(Arrays.copyOf(dimensions, rank));
    }

    private void readOrSkipData(JsonParser parser) throws IOException {
        RequestDecoder.requireArray(parser, path + ".data");
        if (name != null && datatype != null && shape != null) {
            requireCountable();
            data = JsonTensorReader.read(parser, name, datatype, shape);
        } else {
            dataSkipped = true;
            dataStart = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
            parser.skipChildren();
            dataEnd = Math.toIntExact(parser.currentLocation().getByteOffset());
        }
    }

    private TensorData readSkippedData() throws IOException {
        try (JsonParser parser =
                ProtocolJson.FACTORY.createParser(body, dataStart, dataEnd - dataStart)) {
            parser.nextToken();
            return JsonTensorReader.read(parser, name, datatype, shape);
        }
    }

    /** Every element takes at least a byte, in JSON as in binary: a larger shape is a lie. */
    private void requireCountable() {
        long count;
        try {
            count = shape.elementCount();
        } catch (ArithmeticException e) {
            throw InferenceException.invalid(
                    "input '%s': the product of shape %s exceeds 2^63 - 1".formatted(name, shape));
        }
        if (count > body.length) {
            throw InferenceException.invalid(
                    "input '%s': shape %s needs %d elements, more than the body can hold"
                            .formatted(name, shape, count));
        }
    }
}
