package io.cuvette.service.inference;

import java.util.List;
import java.util.Optional;

/**
 * One caller's request, already checked against the model's signature: every input is present,
 * once, with its datatype and a shape that fits; what may be left out may be missing.
 *
 * @param id the caller's correlation id
 * @param parameters as sent, without those of the transport
 * @param inputs in the signature's order, without optional ones that were not given
 * @param outputs names of the outputs asked for; empty when the caller left the choice to the model
 * @param rows common size of the inputs' leading dimensions of any size; 1 if there are none
 */
public record InferenceRequest(
        Optional<String> id,
        Parameters parameters,
        List<Tensor> inputs,
        List<String> outputs,
        int rows) {

    public InferenceRequest {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** An input that may be left out. */
    public Optional<Tensor> find(String name) {
        return inputs.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    /**
     * @throws IllegalArgumentException if the signature has no such input
     */
    public Tensor input(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("no input '" + name + "'"));
    }
}
