package io.cuvette.service.inference;

import java.util.List;

/** What became of one request of a batch. */
public sealed interface Outcome {

    /**
     * @param outputs those asked for, or the model's choice when none was named
     * @param parameters to send back with them
     */
    record Answer(List<Tensor> outputs, Parameters parameters) implements Outcome {
        public Answer {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * This request failed and the others did not.
     *
     * @param cause sent to the caller with its own status
     */
    record Refusal(InferenceException cause) implements Outcome {}

    static Outcome answer(List<Tensor> outputs) {
        return new Answer(outputs, Parameters.NONE);
    }

    static Outcome answer(Tensor... outputs) {
        return answer(List.of(outputs));
    }

    /** The caller's mistake, found while computing. */
    static Outcome invalid(String message) {
        return new Refusal(InferenceException.invalid(message));
    }
}
