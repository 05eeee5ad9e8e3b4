package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.Column;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A partition of cells, by batch or by label.
 *
 * @param names categories that occur, sorted
 * @param codes one a cell: index into {@code names}, or -1 where the value is missing
 */
public record Grouping(List<String> names, int[] codes) {

    public Grouping {
        names = List.copyOf(names);
        for (int code : codes) {
            if (code < -1 || code >= names.size()) {
                throw new IllegalArgumentException(
                        "code %d with %d categories".formatted(code, names.size()));
            }
        }
    }

    /** Groups cells by the text of a column; categories without a cell are dropped. */
    public static Grouping of(Column column) {
        TreeSet<String> present = new TreeSet<>();
        for (int cell = 0; cell < column.size(); cell++) {
            if (!column.isMissing(cell)) {
                present.add(column.text(cell));
            }
        }
        List<String> names = List.copyOf(present);
        Map<String, Integer> codeOf = new HashMap<>();
        names.forEach(name -> codeOf.put(name, codeOf.size()));
        int[] codes = new int[column.size()];
        for (int cell = 0; cell < codes.length; cell++) {
            codes[cell] = column.isMissing(cell) ? -1 : codeOf.get(column.text(cell));
        }
        return new Grouping(names, codes);
    }

    /** Whether a column has more distinct values than that; stops counting there. */
    static boolean exceeds(Column column, int most) {
        Set<String> values = new HashSet<>();
        for (int cell = 0; cell < column.size() && values.size() <= most; cell++) {
            if (!column.isMissing(cell)) {
                values.add(column.text(cell));
            }
        }
        return values.size() > most;
    }

    /** Number of cells. */
    public int size() {
        return codes.length;
    }

    /** Cells in each category. */
    public int[] counts() {
        int[] counts = new int[names.size()];
        for (int code : codes) {
            if (code >= 0) {
                counts[code]++;
            }
        }
        return counts;
    }

    public int missing() {
        int missing = 0;
        for (int code : codes) {
            missing += code < 0 ? 1 : 0;
        }
        return missing;
    }

    /** The chosen cells with the same categories, so that codes keep their meaning. */
    public Grouping select(int[] cells) {
        return new Grouping(names, Arrays.stream(cells).map(cell -> codes[cell]).toArray());
    }
}
