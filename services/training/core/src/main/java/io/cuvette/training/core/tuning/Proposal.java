package io.cuvette.training.core.tuning;

import java.util.List;
import java.util.OptionalInt;

/**
 * The next trial.
 *
 * @param point of the space
 * @param from number of the trial whose trained state it goes on from; from the start when empty
 */
public record Proposal(List<Double> point, OptionalInt from) {

    public Proposal {
        point = List.copyOf(point);
    }

    static Proposal fresh(List<Double> point) {
        return new Proposal(point, OptionalInt.empty());
    }
}
