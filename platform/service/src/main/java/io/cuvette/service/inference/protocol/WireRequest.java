package io.cuvette.service.inference.protocol;

import io.cuvette.service.inference.Parameters;
import io.cuvette.service.inference.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * An inference request as it came, well formed but not yet compared with a model.
 *
 * @param id correlation id to send back
 * @param parameters without {@code binary_data_output}
 * @param inputs whose data fits their own shape and datatype
 * @param outputs asked for; empty for the model's choice
 * @param binaryByDefault {@code binary_data_output}: outputs that do not say otherwise go as binary
 */
public record WireRequest(
        Optional<String> id,
        Parameters parameters,
        List<Tensor> inputs,
        List<RequestedOutput> outputs,
        boolean binaryByDefault) {

    public WireRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /**
     * @param name of the output
     * @param binary its own {@code binary_data}, if given
     */
    public record RequestedOutput(String name, Optional<Boolean> binary) {}

    /** Whether the named output is to be sent as binary data. */
    public boolean wantsBinary(String output) {
        return outputs.stream()
                .filter(requested -> requested.name().equals(output))
                .findFirst()
                .flatMap(RequestedOutput::binary)
                .orElse(binaryByDefault);
    }
}
