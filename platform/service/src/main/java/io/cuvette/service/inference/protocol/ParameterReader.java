package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.ParameterValue;
import io.cuvette.service.inference.Parameters;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads a {@code parameters} object: names with strings, numbers or booleans, nothing nested. */
final class ParameterReader {

    private static final int MAX_PARAMETERS = 256;

    private ParameterReader() {}

    static Parameters read(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw InferenceException.invalid(path + " must be an object");
        }
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            if (values.size() == MAX_PARAMETERS) {
                throw InferenceException.invalid(
                        path + " has more than " + MAX_PARAMETERS + " members");
            }
            String name = parser.currentName();
            parser.nextToken();
            values.put(name, value(parser, path + "." + name));
        }
        return new Parameters(values);
    }

    private static ParameterValue value(JsonParser parser, String path) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new ParameterValue.Text(parser.getText());
            case VALUE_TRUE -> new ParameterValue.Flag(true);
            case VALUE_FALSE -> new ParameterValue.Flag(false);
            case VALUE_NUMBER_INT -> new ParameterValue.Whole(parser.getBigIntegerValue());
            case VALUE_NUMBER_FLOAT -> new ParameterValue.Real(finite(parser, path));
            default ->
                    throw InferenceException.invalid(path + " must be a string, number or boolean");
        };
    }

    private static double finite(JsonParser parser, String path) throws IOException {
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw InferenceException.invalid(path + " is out of the range of a double");
        }
        return value;
    }
}
