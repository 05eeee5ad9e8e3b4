package io.cuvette.training.core.tuning;

import java.util.List;

/**
 * All that a search goes by.
 *
 * @param trials begun so far, in the order of their numbers, which have no gaps
 */
public record Study(Space space, long seed, List<Trial> trials) {

    public Study {
        trials = List.copyOf(trials);
    }

    int next() {
        return trials.size();
    }
}
