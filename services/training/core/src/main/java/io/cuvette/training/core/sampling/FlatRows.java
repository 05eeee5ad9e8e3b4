package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.MethodState;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of numbers of one length as one entry of a method's state; no entry where there are none.
 */
public final class FlatRows {

    private FlatRows() {}

    /** Adds the rows in their order. */
    public static void save(MethodState state, String name, Collection<double[]> rows) {
        if (!rows.isEmpty()) {
            state.numbers(name + ".rows", rows.size());
            state.numbers(name, rows.stream().flatMapToDouble(Arrays::stream).toArray());
        }
    }

    /**
     * The rows as they were added, of which each has so many numbers.
     *
     * @throws IllegalArgumentException if they have more or fewer
     */
    public static List<double[]> restore(MethodState state, String name, int width) {
        List<double[]> rows = restore(state, name);
        if (!rows.isEmpty() && rows.get(0).length != width) {
            throw new IllegalArgumentException(
                    "the checkpoint has rows of %d numbers of %s, not %d"
                            .formatted(rows.get(0).length, name, width));
        }
        return rows;
    }

    /** The rows as they were added. */
    public static List<double[]> restore(MethodState state, String name) {
        if (!state.has(name)) {
            return List.of();
        }
        double[] flat = state.numbers(name);
        int rows = (int) state.numbers(name + ".rows")[0];
        int width = flat.length / rows;
        return IntStream.range(0, rows)
                .mapToObj(i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width))
                .toList();
    }
}
