package io.cuvette.service.inference.batching;

import io.cuvette.service.inference.FiniteValues;
import io.cuvette.service.inference.InferenceException;
import io.cuvette.service.inference.InferenceException.Reason;
import io.cuvette.service.inference.InferenceRequest;
import io.cuvette.service.inference.ModelSignature;
import io.cuvette.service.inference.Outcome;
import io.cuvette.service.inference.Tensor;
import io.cuvette.service.inference.TensorMetadata;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jboss.logging.Logger;

/** Holds a model to its signature: an answer that breaks it is a fault of the model, not sent. */
final class AnswerCheck {

    private static final Logger LOG = Logger.getLogger(AnswerCheck.class);

    private AnswerCheck() {}

    /** The outcome with the outputs asked for in the order asked, or a refusal. */
    static Outcome check(Outcome outcome, InferenceRequest request, ModelSignature signature) {
        if (!(outcome instanceof Outcome.Answer answer)) {
            return outcome == null ? fault("gave no outcome") : outcome;
        }
        Set<String> names = new HashSet<>();
        for (Tensor output : answer.outputs()) {
            Optional<String> problem = problemOf(output, request.rows(), signature);
            if (problem.isPresent()) {
                return fault("output '" + output.name() + "' " + problem.get());
            }
            if (!names.add(output.name())) {
                return fault("output '" + output.name() + "' is given twice");
            }
        }
        if (request.outputs().isEmpty()) {
            return answer;
        }
        if (!names.containsAll(request.outputs())) {
            return fault("an output that was asked for is missing");
        }
        List<Tensor> asked =
                request.outputs().stream().map(name -> byName(answer.outputs(), name)).toList();
        return new Outcome.Answer(asked, answer.parameters());
    }

    private static Tensor byName(List<Tensor> tensors, String name) {
        return tensors.stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Optional<String> problemOf(Tensor output, int rows, ModelSignature signature) {
        Optional<TensorMetadata> declared = signature.output(output.name());
        if (declared.isEmpty()) {
            return Optional.of("is not in the model's signature");
        }
        TensorMetadata wanted = declared.get();
        if (output.datatype() != wanted.datatype()) {
            return Optional.of("has datatype " + output.datatype() + ", not " + wanted.datatype());
        }
        if (!output.shape().matches(wanted.shape())) {
            return Optional.of("has shape " + output.shape() + ", not " + wanted.shape());
        }
        if (wanted.isBatched() && output.rows() != rows) {
            return Optional.of("has " + output.rows() + " rows, not " + rows);
        }
        if (!wanted.nonFiniteAllowed()) {
            OptionalLong index = FiniteValues.firstNonFinite(output);
            if (index.isPresent()) {
                return Optional.of("is NaN or infinite at flat index " + index.getAsLong());
            }
        }
        return Optional.empty();
    }

    private static Outcome fault(String problem) {
        LOG.errorf("A model broke its signature: %s", problem);
        return new Outcome.Refusal(
                new InferenceException(
                        Reason.INTERNAL, "the model gave an answer it should not: " + problem));
    }
}
