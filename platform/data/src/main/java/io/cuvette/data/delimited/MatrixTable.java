package io.cuvette.data.delimited;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.assembly.ColumnInference;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.BoundedNames;
import io.cuvette.data.h5ad.Printable;
import io.cuvette.data.hdf5.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A table of numbers with names of rows and columns, streamed into sparse storage; it does not know
 * yet which of the two are the cells.
 *
 * <p>A column whose first value is text, or that is named like a usual annotation, is kept apart as
 * an annotation of the rows. In all others a value has to be a number; NA and empty values become
 * NaN.
 */
final class MatrixTable {

    /** A matrix has a handful of annotations; a table of texts is no matrix. */
    private static final int MOST_ANNOTATIONS = 1_000;

    /** Names that scanpy, Seurat and people give to numbers of a cell that are no expression. */
    private static final Set<String> ANNOTATION_NAMES =
            Set.of(
                    "batch",
                    "donor",
                    "donor_id",
                    "sample",
                    "sample_id",
                    "plate",
                    "library",
                    "cluster",
                    "leiden",
                    "louvain",
                    "seurat_clusters",
                    "cell_type",
                    "celltype",
                    "label",
                    "n_counts",
                    "n_genes",
                    "n_genes_by_counts",
                    "total_counts",
                    "ncount_rna",
                    "nfeature_rna",
                    "percent_mito",
                    "percent.mito",
                    "percent.mt",
                    "pct_counts_mt",
                    "doublet_score");

    private enum Kind {
        /** Every value so far is missing. */
        UNDECIDED,
        NUMBERS,
        ANNOTATION
    }

    private final ReadLimits limits;
    private final FieldReader fields;
    private final BoundedNames headerNames;
    private final BoundedNames rows;
    private final CoordinateFile values;
    private final Map<Integer, TextColumn> annotations = new TreeMap<>();
    private PackedStrings header = PackedStrings.of(List.of());
    private PackedStrings rowNames = header;
    private Kind[] kinds;
    private int firstColumn;
    private long annotationBytes;

    private MatrixTable(FieldReader fields, ReadLimits limits, CoordinateFile values) {
        int longest = Math.max(limits.maxCells(), limits.maxGenes());
        this.limits = limits;
        this.fields = fields;
        // a corner and annotations may come on top
        this.headerNames = new BoundedNames("columns", longest + MOST_ANNOTATIONS + 1);
        this.rows = new BoundedNames("rows", longest);
        this.values = values;
    }

    /**
     * @param values takes the numbers at (row, column), where columns are counted as {@link
     *     #allColumns()} does
     */
    static MatrixTable read(FieldReader fields, ReadLimits limits, CoordinateFile values)
            throws IOException {
        MatrixTable table = new MatrixTable(fields, limits, values);
        table.readHeader();
        while (fields.next()) {
            table.readRow();
        }
        table.finish();
        return table;
    }

    PackedStrings rowNames() {
        return rowNames;
    }

    /** Names of the columns that hold numbers. */
    PackedStrings columnNames() {
        PackedStrings.Builder names = new PackedStrings.Builder();
        for (int column : numberColumns()) {
            names.add(header.get(firstColumn + column));
        }
        return names.build();
    }

    /** Texts beside the numbers, one a row. */
    List<TextColumn> annotations() {
        return List.copyOf(annotations.values());
    }

    /** Number of columns but that of the names, annotations included. */
    int allColumns() {
        return header.size() - firstColumn;
    }

    /** Positions of the columns of numbers among {@link #allColumns()}. */
    int[] numberColumns() {
        int[] positions = new int[allColumns() - annotations.size()];
        int next = 0;
        for (int i = 0; i < allColumns(); i++) {
            if (!annotations.containsKey(i)) {
                positions[next++] = i;
            }
        }
        return positions;
    }

    private void readHeader() throws IOException {
        while (fields.next()) {
            headerNames.add(fields.text());
            if (fields.endsRecord()) {
                header = headerNames.build();
                return;
            }
        }
        throw new DataException(FindingCode.EMPTY, "", "The table is empty.");
    }

    private void readRow() throws IOException {
        long line = fields.line();
        rows.add(fields.text());
        if (kinds == null) {
            readFirstRow(line);
            return;
        }
        int row = rows.size() - 1;
        int column = 0;
        while (!fields.endsRecord()) {
            fields.next();
            if (column == kinds.length) {
                throw ragged(line);
            }
            take(row, column++);
        }
        if (column != kinds.length) {
            throw ragged(line);
        }
    }

    /**
     * The first row tells whether the header names its first column, as most programs write it, or
     * starts with the second, as R's write.csv with row.names and col.names does.
     */
    private void readFirstRow(long line) throws IOException {
        kinds = new Kind[header.size()];
        List<String> texts = new ArrayList<>();
        List<Double> numbers = new ArrayList<>();
        int column = 0;
        while (!fields.endsRecord()) {
            fields.next();
            if (column == header.size()) {
                throw ragged(line);
            }
            // which name is a column's is not known before the width is
            texts.add(fields.text());
            numbers.add(fields.number());
            kinds[column] = kind(texts.get(column), numbers.get(column));
            column++;
        }
        firstColumn = header.size() - column;
        if (firstColumn > 1 || column == 0) {
            throw ragged(line);
        }
        if (firstColumn == 1 && GeneNames.isEnsembl(header.get(0))) {
            throw new DataException(
                    FindingCode.CORRUPT,
                    Printable.text(header.get(0)),
                    "The first column is a gene; it has to hold the names of the rows.");
        }
        kinds = Arrays.copyOf(kinds, column);
        for (int i = 0; i < column; i++) {
            boolean named =
                    ANNOTATION_NAMES.contains(header.get(firstColumn + i).toLowerCase(Locale.ROOT));
            if (kinds[i] == Kind.ANNOTATION || named) {
                annotation(i, line).add(texts.get(i));
            } else if (kinds[i] == Kind.NUMBERS) {
                values.add(0, i, numbers.get(i).floatValue());
            }
        }
    }

    private static Kind kind(String text, double number) {
        if (!Double.isNaN(number)) {
            return Kind.NUMBERS;
        }
        return ColumnInference.isMissing(text) ? Kind.UNDECIDED : Kind.ANNOTATION;
    }

    private TextColumn annotation(int column, long line) throws DataException {
        if (annotations.size() == MOST_ANNOTATIONS) {
            throw new DataException(
                    FindingCode.CORRUPT,
                    "line " + line,
                    "More than %d columns hold text; this is no matrix of expression."
                            .formatted(MOST_ANNOTATIONS));
        }
        kinds[column] = Kind.ANNOTATION;
        TextColumn annotation = new TextColumn(header.get(firstColumn + column));
        annotations.put(column, annotation);
        return annotation;
    }

    private void take(int row, int column) throws DataException {
        if (kinds[column] == Kind.ANNOTATION) {
            annotationBytes += annotations.get(column).add(fields.text());
            Memory.require(2 * annotationBytes, "columns of text");
            return;
        }
        double number = fields.number();
        if (!Double.isNaN(number)) {
            decideNumbers(row, column);
            values.add(row, column, (float) number);
            return;
        }
        String text = fields.text();
        if (!ColumnInference.isMissing(text)) {
            if (kinds[column] == Kind.NUMBERS) {
                throw new DataException(
                        FindingCode.CORRUPT,
                        "line " + fields.line(),
                        "Column %s holds the text '%s' among numbers."
                                .formatted(
                                        Printable.text(header.get(firstColumn + column)),
                                        Printable.text(text)));
            }
            TextColumn annotation = annotation(column, fields.line());
            for (int i = 0; i < row; i++) {
                annotationBytes += annotation.add("");
            }
            Memory.require(2 * annotationBytes, "columns of text");
            annotation.add(text);
        } else if (kinds[column] == Kind.NUMBERS) {
            values.add(row, column, Float.NaN);
        }
    }

    /** The first number of a column makes its missing values NaN. */
    private void decideNumbers(int row, int column) throws DataException {
        if (kinds[column] == Kind.UNDECIDED) {
            kinds[column] = Kind.NUMBERS;
            for (int i = 0; i < row; i++) {
                values.add(i, column, Float.NaN);
            }
        }
    }

    /** Columns without any value hold NaN. */
    private void finish() throws DataException {
        if (kinds == null) {
            throw new DataException(FindingCode.EMPTY, "", "The table has a header and no rows.");
        }
        rowNames = rows.build();
        for (int column = 0; column < kinds.length; column++) {
            decideNumbers(rowNames.size(), column);
        }
        if (annotations.size() == allColumns()) {
            throw new DataException(
                    FindingCode.EMPTY, "", "The table has no column of numbers but its names.");
        }
        if (allColumns() - annotations.size() > Math.max(limits.maxCells(), limits.maxGenes())) {
            throw new DataException(FindingCode.TOO_LARGE, "columns", "It has too many columns.");
        }
    }

    private DataException ragged(long line) {
        return new DataException(
                FindingCode.SHAPE_MISMATCH,
                "line " + line,
                "The line has another number of fields than the lines before it.");
    }
}
