package io.cuvette.service.inference;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What goes into a model version and what comes out.
 *
 * @param platform framework of the model, such as {@code cuvette_batch_correction}
 * @param inputs all that can be given
 * @param outputs all that can be asked for
 * @param optionalInputs names of inputs that a request may leave out; the protocol's metadata
 *     cannot say so
 */
public record ModelSignature(
        String platform,
        List<TensorMetadata> inputs,
        List<TensorMetadata> outputs,
        Set<String> optionalInputs) {

    public ModelSignature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        optionalInputs = Set.copyOf(optionalInputs);
        requireUniqueNames(inputs);
        requireUniqueNames(outputs);
        for (String name : optionalInputs) {
            if (inputs.stream().noneMatch(input -> input.name().equals(name))) {
                throw new IllegalArgumentException("there is no input '" + name + "' to leave out");
            }
        }
    }

    /** With inputs that are all required. */
    public ModelSignature(
            String platform, List<TensorMetadata> inputs, List<TensorMetadata> outputs) {
        this(platform, inputs, outputs, Set.of());
    }

    public Optional<TensorMetadata> input(String name) {
        return find(inputs, name);
    }

    public Optional<TensorMetadata> output(String name) {
        return find(outputs, name);
    }

    private static Optional<TensorMetadata> find(List<TensorMetadata> tensors, String name) {
        return tensors.stream().filter(tensor -> tensor.name().equals(name)).findFirst();
    }

    private static void requireUniqueNames(List<TensorMetadata> tensors) {
        Set<String> names = new HashSet<>();
        for (TensorMetadata tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("tensor name '" + tensor.name() + "' twice");
            }
        }
    }
}
