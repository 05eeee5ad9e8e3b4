package io.cuvette.training.core.tuning;

import java.util.List;
import java.util.OptionalInt;

/**
 * A trial that was begun.
 *
 * @param number from 0, in the order in which they were proposed
 * @param point of the space
 * @param from number of the trial whose trained state it goes on from
 */
public record Trial(int number, List<Double> point, OptionalInt from, Outcome outcome) {

    /** What has become of a trial. */
    public sealed interface Outcome {}

    /** It is not over. */
    public record Pending() implements Outcome {}

    /**
     * @param loss finite; lower is better, whatever the objective's goal
     */
    public record Measured(double loss) implements Outcome {

        public Measured {
            if (!Double.isFinite(loss)) {
                throw new IllegalArgumentException("the loss is " + loss);
            }
        }
    }

    /** It ended without an objective. */
    public record Failed() implements Outcome {}

    public Trial {
        point = List.copyOf(point);
    }

    public boolean isPending() {
        return outcome instanceof Pending;
    }

    /** Infinite for one without an objective. */
    double lossOrInfinity() {
        return outcome instanceof Measured measured ? measured.loss() : Double.POSITIVE_INFINITY;
    }
}
