package io.cuvette.service.inference.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.FiniteValues;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.ParameterValue;
import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the body of an inference response; data in JSON is flat, row major. */
public final class AnswerEncoder {

    private final String model;
    private final String version;
    private final long maxBytes;

    /**
     * @param model name as the caller wrote it
     * @param version number of the version that answered
     * @param maxBytes largest body
     */
    public AnswerEncoder(String model, String version, long maxBytes) {
        this.model = model;
        this.version = version;
        this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 8L);
    }

    /**
     * @throws InferenceException (400) if the answer is too large or JSON cannot carry an output
     */
    public EncodedAnswer encode(WireRequest request, Outcome.Answer answer) {
        LimitedBytes json = new LimitedBytes();
        try (JsonGenerator out = ProtocolJson.FACTORY.createGenerator(json)) {
            writeHeader(out, request, answer.parameters());
            out.writeArrayFieldStart("outputs");
            for (Tensor tensor : answer.outputs()) {
                writeOutput(out, tensor, request.wantsBinary(tensor.name()));
            }
            out.writeEndArray();
            out.writeEndObject();
        } catch (AnswerTooLargeException e) {
            throw tooLarge();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return appendBinary(json, request, answer);
    }

    private void writeHeader(JsonGenerator out, WireRequest request, Parameters parameters)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("model_name", model);
        out.writeStringField("model_version", version);
        if (request.id().isPresent()) {
            out.writeStringField("id", request.id().get());
        }
        if (!parameters.isEmpty()) {
            out.writeObjectFieldStart("parameters");
            for (Map.Entry<String, ParameterValue> parameter : parameters.values().entrySet()) {
                out.writeFieldName(parameter.getKey());
                writeParameter(out, parameter.getValue());
            }
            out.writeEndObject();
        }
    }

    private static void writeParameter(JsonGenerator out, ParameterValue value) throws IOException {
        if (value instanceof ParameterValue.Text text) {
            out.writeString(text.value());
        } else if (value instanceof ParameterValue.Whole whole) {
            out.writeNumber(whole.value());
        } else if (value instanceof ParameterValue.Real real) {
            out.writeNumber(real.value());
        } else if (value instanceof ParameterValue.Flag flag) {
            out.writeBoolean(flag.value());
        }
    }

    private static void writeOutput(JsonGenerator out, Tensor tensor, boolean binary)
            throws IOException {
        out.writeStartObject();
        out.writeStringField("name", tensor.name());
        out.writeStringField("datatype", tensor.datatype().name());
        out.writeFieldName("shape");
        long[] shape = tensor.shape().dimensions();
        out.writeArray(shape, 0, shape.length);
        if (binary) {
            out.writeObjectFieldStart("parameters");
            out.writeNumberField(
                    "binary_data_size", BinaryTensors.size(tensor.datatype(), tensor.data()));
            out.writeEndObject();
        } else {
            requireJsonForm(tensor);
            out.writeArrayFieldStart("data");
            JsonElements.write(out, tensor);
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void requireJsonForm(Tensor tensor) {
        if (tensor.datatype() == Datatype.FP16) {
            throw onlyBinary(tensor, "JSON has no form for FP16");
        }
        if (FiniteValues.firstNonFinite(tensor).isPresent()) {
            throw onlyBinary(tensor, "it holds NaN or an infinity, which are not JSON");
        }
    }

    static InferenceException onlyBinary(Tensor tensor, String why) {
        return InferenceException.invalid(
                "output '%s': %s; ask for it with the parameter binary_data true"
                        .formatted(tensor.name(), why));
    }

    private EncodedAnswer appendBinary(
            LimitedBytes json, WireRequest request, Outcome.Answer answer) {
        long total = json.size();
        boolean anyBinary = false;
        for (Tensor tensor : answer.outputs()) {
            if (request.wantsBinary(tensor.name())) {
                anyBinary = true;
                total += BinaryTensors.size(tensor.datatype(), tensor.data());
            }
        }
        if (!anyBinary) {
            return new EncodedAnswer(json.toByteArray(), OptionalInt.empty());
        }
        if (total > maxBytes) {
            throw tooLarge();
        }
        ByteBuffer body = ByteBuffer.allocate((int) total).put(json.toByteArray());
        for (Tensor tensor : answer.outputs()) {
            if (request.wantsBinary(tensor.name())) {
                BinaryTensors.write(tensor.data(), body);
            }
        }
        return new EncodedAnswer(body.array(), OptionalInt.of(json.size()));
    }

    private InferenceException tooLarge() {
        return InferenceException.invalid(
                "the answer is larger than %d bytes; send fewer rows at a time"
                        .formatted(maxBytes));
    }

    /** Grows up to the largest body, then fails. */
    private final class LimitedBytes extends ByteArrayOutputStream {

        @Override
        public synchronized void write(int value) {
            requireRoom(1);
            super.write(value);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            requireRoom(length);
            super.write(bytes, offset, length);
        }

        private void requireRoom(int more) {
            if (count + (long) more > maxBytes) {
                throw new AnswerTooLargeException();
            }
        }
    }

    private static final class AnswerTooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
