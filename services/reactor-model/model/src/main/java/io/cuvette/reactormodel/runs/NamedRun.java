package io.cuvette.reactormodel.runs;

import io.cuvette.reactormodel.estimation.ObservedRun;

/**
 * An experiment under the name that its file gives it.
 *
 * @param name 1 to {@value #LONGEST_NAME} characters without blanks around them or control
 *     characters, and no word for a missing value
 */
public record NamedRun(String name, ObservedRun observed) {
    static final int LONGEST_NAME = 200;

    public NamedRun {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "a run's name has 1 to %d characters, no blanks at its ends, no control characters, and is not empty, NA, NaN or null"
                            .formatted(LONGEST_NAME));
        }
    }

    static boolean isName(String name) {
        return !Numbers.isMissing(name)
                && name.length() <= LONGEST_NAME
                && name.equals(name.strip())
                && name.chars().noneMatch(Character::isISOControl);
    }
}
