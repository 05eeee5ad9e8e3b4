package io.cuvette.reactormodel.runs;

import io.cuvette.data.assembly.DecimalParser;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Numbers of cells. */
final class Numbers {
    private static final Set<String> MISSING = Set.of("", "na", "nan", "null");

    private Numbers() {}

    /** Whether a cell says that there is no value; its blanks at the ends do not matter. */
    static boolean isMissing(String cell) {
        return cell.length() <= 64 && MISSING.contains(cell.strip().toLowerCase(Locale.ROOT));
    }

    /** NaN when it is no number. */
    static double parse(String cell) {
        byte[] bytes = cell.strip().getBytes(StandardCharsets.UTF_8);
        return DecimalParser.parse(bytes, 0, bytes.length);
    }
}
