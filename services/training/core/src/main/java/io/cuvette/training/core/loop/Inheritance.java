package io.cuvette.training.core.loop;

import io.cuvette.training.core.checkpoint.CheckpointFile;
import io.cuvette.training.core.checkpoint.PhaseState;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.program.ProgressListener;
import io.cuvette.training.core.program.TrainingFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * Goes on from the state of another job: takes over its parameters, and what optimizers and methods
 * remember where they are the same ones; others begin anew.
 */
final class Inheritance {
    private final CheckpointFile file;
    private final ProgressListener listener;

    /**
     * @param listener hears of methods whose state does not fit
     */
    Inheritance(CheckpointFile file, ProgressListener listener) {
        this.file = file;
        this.listener = listener;
    }

    /**
     * Writes a phase's state into a loop.
     *
     * @param epochs that the phase has in this job
     * @return where the loop goes on
     * @throws TrainingFailedException if the model has other parameters there, or one is not finite
     */
    PhaseState take(PhaseState state, int epochs, LoopParts<?> parts)
            throws IOException, TrainingFailedException {
        boolean done = state.epoch() >= epochs;
        var tensors = new PhaseTensors(state.name());
        tensors.inheritParameters(file, !done, parts.parameters());
        Optional<FiniteCheck.Bad> bad = FiniteCheck.firstBad(parts.parameters());
        if (bad.isPresent()) {
            throw new TrainingFailedException(
                    "The state to go on from is damaged: its parameter %s is %s. Go on from another one, or start anew."
                            .formatted(bad.get().parameter(), bad.get().norm()));
        }
        if (!done) {
            for (Objective<?> objective : parts.objectives()) {
                if (tensors.hasOptimizer(file, state, objective)) {
                    tensors.restoreOptimizer(file, state, objective);
                }
            }
        }
        Map<String, Stateful> needed = done ? parts.askedLater() : parts.methods();
        for (var method : needed.entrySet()) {
            take(state, tensors, method.getKey(), method.getValue());
        }
        return state.goingOn(done);
    }

    private void take(PhaseState state, PhaseTensors tensors, String key, Stateful method)
            throws IOException {
        MethodState fresh = method.save();
        MethodState stored = tensors.methodState(file, key);
        boolean kept = fresh.values().isEmpty() || !stored.values().isEmpty();
        if (kept && method.kind().equals(state.methods().get(key))) {
            try {
                method.restore(stored);
                return;
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                listener.message(
                        "The state of %s to go on from does not fit and it begins anew: %s."
                                .formatted(key, e.getMessage()));
                method.restore(fresh);
            }
        }
        method.beginAt(state.epoch());
    }
}
