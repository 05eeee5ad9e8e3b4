package io.cuvette.service.inference.protocol;

import io.cuvette.service.inference.Datatype;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.Shape;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorData;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An input as its JSON object describes it.
 *
 * @param jsonData its elements, if they were in the JSON
 * @param binarySize otherwise the bytes it has in the binary part
 */
record PendingInput(
        String name,
        Datatype datatype,
        Shape shape,
        Optional<TensorData> jsonData,
        OptionalLong binarySize) {

    /**
     * @param offset where its binary data starts, if it has any; may lie beyond the body
     */
    Tensor complete(byte[] body, long offset) {
        if (jsonData.isPresent()) {
            return new Tensor(name, datatype, shape, jsonData.get());
        }
        long size = binarySize.orElseThrow();
        if (size > body.length - offset) {
            throw InferenceException.invalid(
                    ("input '%s' has binary_data_size %d, but only %d bytes are left after the JSON"
                                    + " and the inputs before it; is Inference-Header-Content-Length"
                                    + " set?")
                            .formatted(name, size, Math.max(0, body.length - offset)));
        }
        return new Tensor(
                name,
                datatype,
                shape,
                BinaryTensors.read(
                        name,
                        datatype,
                        Math.toIntExact(shape.elementCount()),
                        body,
                        Math.toIntExact(offset),
                        Math.toIntExact(size)));
    }
}
