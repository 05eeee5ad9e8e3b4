package io.cuvette.service.inference.protocol;

import io.cuvette.service.inference.FiniteValues;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import io.cuvette.service.inference.protocol.WireRequest.RequestedOutput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** Checks a decoded request against a model's signature. */
public final class RequestValidator {

    private RequestValidator() {}

    /**
     * @return the request as the model sees it, its inputs in the signature's order
     * @throws InferenceException (400) naming the first input or output that does not fit
     */
    public static InferenceRequest validate(WireRequest request, ModelSignature signature) {
        List<Tensor> inputs = inputsInOrder(request.inputs(), signature);
        return new InferenceRequest(
                request.id(),
                request.parameters(),
                inputs,
                requestedOutputs(request, signature),
                commonRows(inputs, signature));
    }

    private static List<Tensor> inputsInOrder(List<Tensor> given, ModelSignature signature) {
        Map<String, Tensor> byName = new HashMap<>();
        for (Tensor tensor : given) {
            TensorMetadata wanted =
                    signature
                            .input(tensor.name())
                            .orElseThrow(
                                    () ->
                                            InferenceException.invalid(
                                                    "the model has no input '%s'; its inputs: %s"
                                                            .formatted(
                                                                    tensor.name(),
                                                                    names(signature.inputs()))));
            requireFits(tensor, wanted);
            if (byName.put(tensor.name(), tensor) != null) {
                throw InferenceException.invalid("input '" + tensor.name() + "' is given twice");
            }
        }
        List<Tensor> ordered = new ArrayList<>();
        for (TensorMetadata wanted : signature.inputs()) {
            Tensor tensor = byName.get(wanted.name());
            if (tensor != null) {
                ordered.add(tensor);
            } else if (!signature.optionalInputs().contains(wanted.name())) {
                throw InferenceException.invalid("input '" + wanted.name() + "' is missing");
            }
        }
        return ordered;
    }

    private static void requireFits(Tensor tensor, TensorMetadata wanted) {
        if (tensor.datatype() != wanted.datatype()) {
            throw InferenceException.invalid(
                    "input '%s' has datatype %s; the model takes %s"
                            .formatted(tensor.name(), tensor.datatype(), wanted.datatype()));
        }
        if (!tensor.shape().matches(wanted.shape())) {
            throw InferenceException.invalid(
                    "input '%s' has shape %s; the model takes %s (-1 is any size)"
                            .formatted(tensor.name(), tensor.shape(), wanted.shape()));
        }
        if (tensor.data().length() == 0) {
            throw InferenceException.invalid(
                    "input '%s' of shape %s is empty".formatted(tensor.name(), tensor.shape()));
        }
        if (!wanted.nonFiniteAllowed()) {
            OptionalLong index = FiniteValues.firstNonFinite(tensor);
            if (index.isPresent()) {
                throw InferenceException.invalid(
                        "input '%s' holds NaN or an infinity at flat index %d"
                                .formatted(tensor.name(), index.getAsLong()));
            }
        }
    }

    private static List<String> requestedOutputs(WireRequest request, ModelSignature signature) {
        Set<String> requested = new LinkedHashSet<>();
        for (RequestedOutput output : request.outputs()) {
            if (signature.output(output.name()).isEmpty()) {
                throw InferenceException.invalid(
                        "the model has no output '%s'; its outputs: %s"
                                .formatted(output.name(), names(signature.outputs())));
            }
            if (!requested.add(output.name())) {
                throw InferenceException.invalid("output '" + output.name() + "' is named twice");
            }
        }
        return List.copyOf(requested);
    }

    private static int commonRows(List<Tensor> inputs, ModelSignature signature) {
        Tensor first = null;
        for (Tensor tensor : inputs) {
            if (signature.input(tensor.name()).filter(TensorMetadata::isBatched).isEmpty()) {
                continue;
            }
            if (first == null) {
                first = tensor;
            } else if (first.rows() != tensor.rows()) {
                throw InferenceException.invalid(
                        "input '%s' has %d rows and input '%s' has %d; give as many of each"
                                .formatted(
                                        first.name(), first.rows(), tensor.name(), tensor.rows()));
            }
        }
        return first == null ? 1 : first.rows();
    }

    private static List<String> names(List<TensorMetadata> tensors) {
        return tensors.stream().map(TensorMetadata::name).toList();
    }
}
