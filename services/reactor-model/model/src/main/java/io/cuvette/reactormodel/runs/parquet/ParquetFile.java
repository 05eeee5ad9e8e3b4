package io.cuvette.reactormodel.runs.parquet;

import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;

/**
 * A table in a Parquet file: flat columns of whole and floating-point numbers and of texts, plain
 * or by dictionary, uncompressed or with Snappy, gzip or LZ4. That is what pandas, pyarrow, DuckDB
 * and R write unless told otherwise. Everything else is refused by name.
 *
 * <p>Columns are decoded when they are asked for; columns that nobody asks for may be of any kind.
 */
public final class ParquetFile {
    private static final int HEAD_BYTES = 4;

    private final byte[] bytes;
    private final int end;
    private final FileMetaData footer;
    private final List<Leaf> leaves;
    private final ParquetLimits limits;
    private final Expander expander;

    /** A column of the schema, with what stands above it. */
    record Leaf(String name, SchemaElement element, int levels, boolean repeated) {}

    private ParquetFile(byte[] bytes, ParquetLimits limits) throws DataException {
        this.bytes = bytes;
        this.limits = limits;
        this.end = Footer.start(bytes);
        this.footer = Footer.read(bytes, end);
        this.leaves = leaves(footer.getSchema());
        this.expander = new Expander(limits.bytes());
        requireSizes();
    }

    /** By the first bytes. */
    public static boolean isParquet(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Footer.isAt(in.readNBytes(HEAD_BYTES));
        }
    }

    /**
     * Reads what describes the table.
     *
     * @throws DataException TOO_LARGE, TRUNCATED, CORRUPT, UNSUPPORTED_FEATURE
     */
    public static ParquetFile read(Path file, ParquetLimits limits) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(limits.bytes());
            if (in.read() >= 0) {
                throw new DataException(
                        FindingCode.TOO_LARGE,
                        "",
                        "The file has more than %d bytes. Split it.".formatted(limits.bytes()));
            }
        }
        return new ParquetFile(bytes, limits);
    }

    private void requireSizes() throws DataException {
        if (leaves.size() > limits.columns()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "There are %d columns; %d are allowed."
                            .formatted(leaves.size(), limits.columns()));
        }
        long rows = footer.getNum_rows();
        if (rows > limits.rows()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "",
                    "There are %d rows; %d are allowed. Split the file."
                            .formatted(rows, limits.rows()));
        }
        long counted = 0;
        for (RowGroup group : footer.getRow_groups()) {
            counted += group.getNum_rows();
            if (group.getNum_rows() < 0
                    || counted > rows
                    || group.getColumns().size() != leaves.size()) {
                throw Footer.damaged(FindingCode.CORRUPT, "its row groups do not fit its schema");
            }
        }
        if (counted != rows) {
            throw Footer.damaged(FindingCode.CORRUPT, "its row groups lack rows");
        }
    }

    private static List<Leaf> leaves(List<SchemaElement> schema) throws DataException {
        List<Leaf> leaves = new ArrayList<>();
        if (schema.isEmpty() || schema.get(0).getNum_children() <= 0) {
            throw Footer.damaged(FindingCode.CORRUPT, "its schema has no columns");
        }
        // what is still open above the present element: children left, levels, repeated, name
        List<int[]> open = new ArrayList<>();
        List<String> names = new ArrayList<>();
        open.add(new int[] {schema.get(0).getNum_children(), 0, 0});
        names.add("");
        for (SchemaElement element : schema.subList(1, schema.size())) {
            while (!open.isEmpty() && open.get(open.size() - 1)[0] == 0) {
                open.remove(open.size() - 1);
                names.remove(names.size() - 1);
            }
            if (open.isEmpty()) {
                throw Footer.damaged(FindingCode.CORRUPT, "its schema has columns of nothing");
            }
            int[] above = open.get(open.size() - 1);
            above[0]--;
            FieldRepetitionType kind = element.getRepetition_type();
            int levels = above[1] + (kind == FieldRepetitionType.REQUIRED ? 0 : 1);
            int repeated = above[2] + (kind == FieldRepetitionType.REPEATED ? 1 : 0);
            // a chain of groups in groups would make names that grow with the square of the file
            String prefix = names.get(names.size() - 1);
            String name = (prefix.isEmpty() ? "" : prefix + ".") + element.getName();
            if (element.getNum_children() > 0) {
                open.add(new int[] {element.getNum_children(), levels, repeated});
                names.add(Printable.text(name));
            } else {
                leaves.add(new Leaf(name, element, levels, repeated > 0));
            }
        }
        return List.copyOf(leaves);
    }

    public int rows() {
        return Math.toIntExact(footer.getNum_rows());
    }

    /** Names of the columns, those inside of others as {@code outer.inner}. */
    public List<String> columns() {
        return leaves.stream().map(Leaf::name).toList();
    }

    /**
     * A column of numbers, NaN where there is none.
     *
     * @throws DataException UNSUPPORTED_FEATURE when it holds something else, CORRUPT,
     *     DECOMPRESSION_BOMB
     */
    public double[] numbers(int column) throws DataException {
        Leaf leaf = leaves.get(column);
        double[] numbers = new double[rows()];
        ColumnKind kind = ColumnKind.of(leaf, false);
        decode(column, kind, new NumberColumn(kind, numbers));
        return numbers;
    }

    /**
     * A column of texts or whole numbers as texts, empty where there is none.
     *
     * @throws DataException as {@link #numbers}, TOO_LARGE for a long text
     */
    public String[] texts(int column) throws DataException {
        Leaf leaf = leaves.get(column);
        String[] texts = new String[rows()];
        ColumnKind kind = ColumnKind.of(leaf, true);
        decode(column, kind, new TextColumn(kind, texts, limits.textCharacters()));
        return texts;
    }

    private void decode(int column, ColumnKind kind, ColumnValues values) throws DataException {
        int row = 0;
        for (RowGroup group : footer.getRow_groups()) {
            ColumnChunk chunk = group.getColumns().get(column);
            if (chunk.isSetFile_path()) {
                throw new DataException(
                        FindingCode.EXTERNAL_REFERENCE,
                        kind.column(),
                        "The column %s lies in another file; write one file."
                                .formatted(kind.column()));
            }
            if (!chunk.isSetMeta_data() || chunk.isSetCrypto_metadata()) {
                throw new DataException(
                        FindingCode.UNSUPPORTED_FEATURE,
                        kind.column(),
                        "The column %s is encrypted; write it plain.".formatted(kind.column()));
            }
            int rows = (int) group.getNum_rows();
            new ChunkReader(bytes, end, chunk.getMeta_data(), kind, expander, values)
                    .read(row, rows);
            row += rows;
        }
    }
}
