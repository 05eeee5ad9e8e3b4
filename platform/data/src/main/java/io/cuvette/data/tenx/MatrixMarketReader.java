package io.cuvette.data.tenx;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.assembly.DecimalParser;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads a Matrix Market coordinate matrix of genes x cells as entries of cells x genes.
 *
 * <p>Format: Boisvert, Pozo, Remington, "The Matrix Market Exchange Formats", NISTIR 5935; general
 * matrices of integers, reals or patterns.
 */
final class MatrixMarketReader {

    private static final int LONGEST_LINE = 1_024;

    private final String field;
    private final InputStream in;
    private final ReadLimits limits;
    private final CoordinateFile entries;
    private final byte[] buffer = new byte[1 << 16];
    private final byte[] line = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private int length;
    private int cursor;
    private long lineNumber;

    private MatrixMarketReader(
            String field, InputStream in, ReadLimits limits, CoordinateFile entries) {
        this.field = field;
        this.in = in;
        this.limits = limits;
        this.entries = entries;
    }

    /** Size of the matrix, as it declares. */
    record Size(int genes, int cells) {}

    /**
     * @param entries takes (cell, gene, count), both from 0
     * @throws DataException UNSUPPORTED_FEATURE, CORRUPT, TRUNCATED, SHAPE_MISMATCH,
     *     INDEX_OUT_OF_RANGE, TOO_LARGE, EXCEEDS_RESOURCES
     */
    static Size read(String field, InputStream in, ReadLimits limits, CoordinateFile entries)
            throws IOException {
        return new MatrixMarketReader(field, in, limits, entries).read();
    }

    private Size read() throws IOException {
        boolean pattern = readBanner();
        long[] size = readSize();
        int genes = (int) size[0];
        int cells = (int) size[1];
        long read = 0;
        while (nextLine()) {
            if (isBlank()) {
                continue;
            }
            if (read++ == size[2]) {
                throw failure(
                        FindingCode.SHAPE_MISMATCH,
                        "It has more than the %d entries that it declares.".formatted(size[2]));
            }
            int gene = index(genes);
            int cell = index(cells);
            entries.add(cell, gene, pattern ? 1f : (float) value());
            requireEnd();
        }
        if (read < size[2]) {
            throw new DataException(
                    FindingCode.TRUNCATED,
                    field,
                    "It has %d of the %d entries that it declares. Upload it again."
                            .formatted(read, size[2]));
        }
        return new Size(genes, cells);
    }

    private boolean readBanner() throws IOException {
        String banner = nextLine() ? text().toLowerCase(Locale.ROOT).strip() : "";
        String[] words = banner.split("\\s+");
        if (words.length != 5 || !words[0].equals("%%matrixmarket") || !words[1].equals("matrix")) {
            throw failure(FindingCode.CORRUPT, "It does not start as a Matrix Market file.");
        }
        boolean readable =
                words[2].equals("coordinate")
                        && (words[3].equals("integer")
                                || words[3].equals("real")
                                || words[3].equals("pattern"))
                        && words[4].equals("general");
        if (!readable) {
            throw failure(
                    FindingCode.UNSUPPORTED_FEATURE,
                    "Only general coordinate matrices of integers or reals are read.");
        }
        return words[3].equals("pattern");
    }

    /** Genes, cells, entries. */
    private long[] readSize() throws IOException {
        do {
            if (!nextLine()) {
                throw failure(FindingCode.TRUNCATED, "It ends before the line with its size.");
            }
        } while (isBlank() || line[0] == '%');
        long[] size = {integer(), integer(), integer()};
        requireEnd();
        if (size[0] > limits.maxGenes()
                || size[1] > limits.maxCells()
                || size[2] > limits.maxStoredValues()) {
            throw failure(
                    FindingCode.TOO_LARGE,
                    "It declares %d genes, %d cells and %d entries; %d, %d and %d are allowed."
                            .formatted(
                                    size[0],
                                    size[1],
                                    size[2],
                                    limits.maxGenes(),
                                    limits.maxCells(),
                                    limits.maxStoredValues()));
        }
        return size;
    }

    private int index(int size) throws DataException {
        long value = integer();
        if (value < 1 || value > size) {
            throw failure(
                    FindingCode.INDEX_OUT_OF_RANGE,
                    "Index %d lies outside 1 .. %d.".formatted(value, size));
        }
        return (int) value - 1;
    }

    private long integer() throws DataException {
        skipBlanks();
        int start = cursor;
        long value = 0;
        while (cursor < length && line[cursor] >= '0' && line[cursor] <= '9') {
            value = value * 10 + (line[cursor++] - '0');
        }
        boolean negative = cursor == start && cursor < length && line[cursor] == '-';
        if (negative) {
            throw failure(FindingCode.INDEX_OUT_OF_RANGE, "A negative number is no index or size.");
        }
        if (cursor == start || cursor - start > 18 || !atBlank()) {
            throw failure(FindingCode.CORRUPT, "A whole number is missing.");
        }
        return value;
    }

    private double value() throws DataException {
        skipBlanks();
        int start = cursor;
        while (!atBlank()) {
            cursor++;
        }
        double value = DecimalParser.parse(line, start, cursor);
        boolean nan =
                cursor - start == 3
                        && new String(line, start, 3, StandardCharsets.US_ASCII)
                                .equalsIgnoreCase("nan");
        if (Double.isNaN(value) && !nan) {
            throw failure(FindingCode.CORRUPT, "A value is missing or no number.");
        }
        return value;
    }

    private void requireEnd() throws DataException {
        if (!isBlank()) {
            throw failure(FindingCode.CORRUPT, "A line has more fields than it should.");
        }
    }

    private boolean isBlank() {
        skipBlanks();
        return cursor == length;
    }

    private void skipBlanks() {
        while (cursor < length && isBlank(line[cursor])) {
            cursor++;
        }
    }

    private boolean atBlank() {
        return cursor == length || isBlank(line[cursor]);
    }

    private static boolean isBlank(byte c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    private String text() {
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    private boolean nextLine() throws IOException {
        length = 0;
        cursor = 0;
        lineNumber++;
        while (true) {
            if (position == limit) {
                limit = Math.max(in.read(buffer), 0);
                position = 0;
                if (limit == 0) {
                    return length > 0;
                }
            }
            byte c = buffer[position++];
            if (c == '\n') {
                return true;
            }
            if (length == LONGEST_LINE) {
                throw failure(FindingCode.TOO_LARGE, "A line is longer than 1,024 bytes.");
            }
            line[length++] = c;
        }
    }

    private DataException failure(FindingCode code, String message) {
        return new DataException(code, field + " line " + lineNumber, message);
    }
}
