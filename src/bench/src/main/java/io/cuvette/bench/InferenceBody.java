package io.cuvette.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.anndata.CsrMatrix;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * One request of the Open Inference Protocol.
 *
 * @param headerLength bytes of JSON before the tensors, when they are binary
 */
record InferenceBody(byte[] bytes, OptionalInt headerLength) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INPUT = "X";

    /** Values as numbers in the document. */
    static InferenceBody json(CsrMatrix counts, String output) {
        ObjectNode request = JSON.createObjectNode();
        ArrayNode data = input(request, counts).putArray("data");
        for (float value : dense(counts)) {
            data.add(value);
        }
        request.putArray("outputs").addObject().put("name", output);
        return new InferenceBody(bytes(request), OptionalInt.empty());
    }

    /** Values as little-endian bytes behind the document; so come the answer's. */
    static InferenceBody binary(CsrMatrix counts, String output) {
        float[] values = dense(counts);
        int size = values.length * Float.BYTES;
        ObjectNode request = JSON.createObjectNode();
        input(request, counts).putObject("parameters").put("binary_data_size", size);
        ObjectNode wanted = request.putArray("outputs").addObject().put("name", output);
        wanted.putObject("parameters").put("binary_data", true);
        byte[] header = bytes(request);
        ByteBuffer body = ByteBuffer.allocate(header.length + size).order(ByteOrder.LITTLE_ENDIAN);
        body.put(header).asFloatBuffer().put(values);
        return new InferenceBody(body.array(), OptionalInt.of(header.length));
    }

    HttpRequest.Builder post(HttpRequest.Builder request) {
        HttpRequest.Builder post = request.POST(BodyPublishers.ofByteArray(bytes));
        if (headerLength.isEmpty()) {
            return post.header("Content-Type", "application/json");
        }
        return post.header("Content-Type", "application/octet-stream")
                .header(
                        "Inference-Header-Content-Length",
                        Integer.toString(headerLength.getAsInt()));
    }

    private static ObjectNode input(ObjectNode request, CsrMatrix counts) {
        ObjectNode input = request.putArray("inputs").addObject();
        input.put("name", INPUT).put("datatype", "FP32");
        input.putArray("shape").add(counts.rows()).add(counts.columns());
        return input;
    }

    private static float[] dense(CsrMatrix counts) {
        float[] values = new float[counts.rows() * counts.columns()];
        for (int row = 0; row < counts.rows(); row++) {
            counts.copyRow(row, values, row * counts.columns());
        }
        return values;
    }

    private static byte[] bytes(ObjectNode request) {
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }
}
