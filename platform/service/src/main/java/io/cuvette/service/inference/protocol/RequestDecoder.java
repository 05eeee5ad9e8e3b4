package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.ParameterValue;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.protocol.WireRequest.RequestedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the body of an inference request: a JSON object, then the binary data of those inputs that
 * have {@code binary_data_size}, in the inputs' order. Tensors go straight into primitive arrays
 * that grow with what was really sent, whatever the shapes promise.
 *
 * <p>Members the protocol does not name are skipped, as its other servers do.
 */
public final class RequestDecoder {

    private static final int MAX_TENSORS = 256;
    private static final String BINARY_DATA = "binary_data";
    private static final String BINARY_DATA_OUTPUT = "binary_data_output";

    private final byte[] body;
    private final int jsonLength;

    private Optional<String> id = Optional.empty();
    private Parameters parameters = Parameters.NONE;
    private boolean inputsGiven;
    private final List<PendingInput> inputs = new ArrayList<>();
    private final List<RequestedOutput> outputs = new ArrayList<>();

    private RequestDecoder(byte[] body, int jsonLength) {
        this.body = body;
        this.jsonLength = jsonLength;
    }

    /**
     * @param body the whole body
     * @param inferenceHeaderContentLength the header of that name: length of the JSON part; absent
     *     for a body of JSON only
     * @throws InferenceException (400) naming the field that is wrong
     */
    public static WireRequest decode(byte[] body, Optional<String> inferenceHeaderContentLength) {
        int jsonLength =
                inferenceHeaderContentLength
                        .map(header -> jsonLength(header, body.length))
                        .orElse(body.length);
        RequestDecoder decoder = new RequestDecoder(body, jsonLength);
        try (JsonParser parser = ProtocolJson.FACTORY.createParser(body, 0, jsonLength)) {
            decoder.readRequest(parser);
        } catch (IOException e) {
            throw ProtocolJson.malformed(e);
        }
        return decoder.assemble();
    }

    private static int jsonLength(String header, int bodyLength) {
        int length;
        try {
            length = Integer.parseInt(header.strip());
        } catch (NumberFormatException e) {
            throw InferenceException.invalid(
                    "Inference-Header-Content-Length must be the length of the JSON in bytes");
        }
        if (length < 0 || length > bodyLength) {
            throw InferenceException.invalid(
                    "Inference-Header-Content-Length is %d, the body has %d bytes"
                            .formatted(length, bodyLength));
        }
        return length;
    }

    private void readRequest(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw InferenceException.invalid("the body must be a JSON object");
        }
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "id" -> id = Optional.of(text(parser, "id"));
                case "parameters" -> parameters = ParameterReader.read(parser, "parameters");
                case "inputs" -> readInputs(parser);
                case "outputs" -> readOutputs(parser);
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            throw InferenceException.invalid("the body goes on after the JSON object");
        }
        if (!inputsGiven) {
            throw InferenceException.invalid("inputs is missing");
        }
    }

    private void readInputs(JsonParser parser) throws IOException {
        inputsGiven = true;
        requireArray(parser, "inputs");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(inputs.size(), "inputs");
            inputs.add(new InputReader(body, "inputs[" + inputs.size() + "]").read(parser));
        }
    }

    private void readOutputs(JsonParser parser) throws IOException {
        requireArray(parser, "outputs");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            requireRoom(outputs.size(), "outputs");
            outputs.add(readOutput(parser, "outputs[" + outputs.size() + "]"));
        }
    }

    private static RequestedOutput readOutput(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw InferenceException.invalid(path + " must be an object");
        }
        String name = null;
        Optional<Boolean> binary = Optional.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "name" -> name = text(parser, path + ".name");
                case "parameters" ->
                        binary =
                                ParameterReader.read(parser, path + ".parameters")
                                        .flag(BINARY_DATA);
                default -> parser.skipChildren();
            }
        }
        if (name == null) {
            throw InferenceException.invalid(path + ".name is missing");
        }
        return new RequestedOutput(name, binary);
    }

    /** Cuts the binary part into the inputs that have no JSON data. */
    private WireRequest assemble() {
        List<Tensor> tensors = new ArrayList<>();
        long offset = jsonLength;
        for (PendingInput input : inputs) {
            tensors.add(input.complete(body, offset));
            offset += input.binarySize().orElse(0);
        }
        if (offset != body.length) {
            throw InferenceException.invalid(
                    "the binary part has %d bytes, the inputs' binary_data_size add up to %d"
                            .formatted(body.length - jsonLength, offset - jsonLength));
        }
        boolean binaryByDefault = parameters.flag(BINARY_DATA_OUTPUT).orElse(false);
        Map<String, ParameterValue> forModel = new LinkedHashMap<>(parameters.values());
        Parameters ofModel =
                forModel.remove(BINARY_DATA_OUTPUT) == null ? parameters : new Parameters(forModel);
        return new WireRequest(id, ofModel, tensors, outputs, binaryByDefault);
    }

    static String text(JsonParser parser, String path) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw InferenceException.invalid(path + " must be a string");
        }
        String text = parser.getText();
        if (text.length() > ProtocolJson.MAX_NAME_LENGTH) {
            throw InferenceException.invalid(
                    path + " is longer than " + ProtocolJson.MAX_NAME_LENGTH + " characters");
        }
        return text;
    }

    static void requireArray(JsonParser parser, String path) {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw InferenceException.invalid(path + " must be an array");
        }
    }

    private static void requireRoom(int size, String path) {
        if (size == MAX_TENSORS) {
            throw InferenceException.invalid(path + " has more than " + MAX_TENSORS + " elements");
        }
    }
}
