package io.cuvette.data.assembly;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows {@code from .. to} of a matrix, which are held at once.
 *
 * @param first number of values of the rows before
 * @param values number of values of these
 */
record RowRange(int from, int to, long first, long values) {

    int rows() {
        return to - from;
    }

    /**
     * Cuts rows into ranges, one after the other.
     *
     * @param most values and rows of a range; a single row may have more values
     */
    static List<RowRange> cut(AxisCounts counts, int rows, int most) {
        List<RowRange> ranges = new ArrayList<>();
        long first = 0;
        for (int from = 0; from < rows; ) {
            int to = from;
            long values = 0;
            while (to < rows
                    && to - from < most
                    && (to == from || values + counts.of(to) <= most)) {
                values += counts.of(to++);
            }
            ranges.add(new RowRange(from, to, first, values));
            first += values;
            from = to;
        }
        return ranges;
    }
}
