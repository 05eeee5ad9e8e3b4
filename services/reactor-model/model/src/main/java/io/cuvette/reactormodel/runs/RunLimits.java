package io.cuvette.reactormodel.runs;

import io.cuvette.data.ReadLimits;

/**
 * Caps on what a file of runs may hold, checked before anything of that size is allocated.
 *
 * @param bytes of the file, as it is and decompressed
 * @param rows of all runs together
 * @param runs in the file
 * @param columns of the table, or of one run
 * @param cellCharacters of a cell, a name of a column or a name of a run
 */
public record RunLimits(int bytes, int rows, int runs, int columns, int cellCharacters) {

    /** Room for 200,000 measurement times of 5,000 experiments. */
    public static final RunLimits STANDARD = new RunLimits(32 << 20, 200_000, 5_000, 64, 200);

    public RunLimits {
        if (bytes < 1 || rows < 1 || runs < 1 || columns < 1 || cellCharacters < 1) {
            throw new IllegalArgumentException(
                    "limits of %d bytes, %d rows, %d runs, %d columns and %d characters; each is at least 1"
                            .formatted(bytes, rows, runs, columns, cellCharacters));
        }
    }

    /** For readers of other data that share code with this one. */
    ReadLimits expansion() {
        return new ReadLimits(rows, columns, rows, bytes, 200, 1);
    }
}
