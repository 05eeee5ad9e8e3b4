package io.cuvette.bench.training;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Rows of a workload by what they are for. They are divided by units, of which each has one row or
 * several that are alike, such as the windows of one series: all rows of a unit are in one part.
 */
record Split(int[] training, int[] validation, int[] test) {

    /**
     * At random, with three fifths of the units for training and a fifth each for validation and
     * test.
     *
     * @param units at least 5
     * @param rowsPerUnit rows of a unit, which follow one another
     */
    static Split of(int units, int rowsPerUnit, long seed) {
        if (units < 5 || rowsPerUnit < 1) {
            throw new IllegalArgumentException(
                    "%d units of %d rows cannot be split; at least 5 of 1 are needed"
                            .formatted(units, rowsPerUnit));
        }
        int[] order = new RandomStream(seed).permutation(units);
        int held = units / 5;
        int[][] parts = {
            Arrays.copyOfRange(order, 2 * held, units),
            Arrays.copyOfRange(order, 0, held),
            Arrays.copyOfRange(order, held, 2 * held)
        };
        for (int i = 0; i < parts.length; i++) {
            parts[i] =
                    Arrays.stream(parts[i])
                            .sorted()
                            .flatMap(
                                    unit ->
                                            IntStream.range(
                                                    unit * rowsPerUnit, (unit + 1) * rowsPerUnit))
                            .toArray();
        }
        return new Split(parts[0], parts[1], parts[2]);
    }
}
