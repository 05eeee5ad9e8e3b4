package io.cuvette.training.app.worker;

import io.cuvette.training.core.program.StartState;
import io.cuvette.training.core.program.TrainingFailedException;
import java.util.Optional;

/** The state of another job that this one goes on from, and whether its program asked for it. */
final class InheritedState {

    private final Optional<StartState> state;
    private volatile boolean taken;

    InheritedState(Optional<StartState> state) {
        this.state = state;
    }

    Optional<StartState> take() {
        taken = true;
        return state;
    }

    /**
     * A program that knows nothing of it would have trained from the start and nobody would know.
     */
    void requireTaken(String family) throws TrainingFailedException {
        if (state.isPresent() && !taken) {
            throw new TrainingFailedException(
                    "Jobs of the family %s cannot go on from each other's state; use another search than pbt."
                            .formatted(family));
        }
    }
}
