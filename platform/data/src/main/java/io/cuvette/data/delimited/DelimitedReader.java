package io.cuvette.data.delimited;

import io.cuvette.data.Annotations;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.assembly.ColumnInference;
import io.cuvette.data.assembly.ColumnSelection;
import io.cuvette.data.assembly.CoordinateFile;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a table of expression: comma-, tab- or semicolon-separated, plain or gzipped, cells by
 * genes or genes by cells. The first line names the columns, the first column the rows; the first
 * line may lack the name of the first column.
 *
 * <p>The table is streamed; only values other than zero are kept, those of a large one in a scratch
 * file. Columns of text become annotations of the rows: of cells in a table of cells by genes, of
 * genes in the other.
 */
public final class DelimitedReader {

    private DelimitedReader() {}

    /**
     * Hands the numbers to a sink, a row a cell. Memory does not grow with the table but for its
     * names and texts.
     *
     * @param sinks makes the sink once the number of genes is known
     * @throws DataException EMPTY, SHAPE_MISMATCH (ragged), CORRUPT, TOO_LARGE, TRUNCATED,
     *     DECOMPRESSION_BOMB, AMBIGUOUS_ORIENTATION, EXCEEDS_RESOURCES
     */
    public static Annotations stream(Path file, ReadOptions options, RowSinks sinks)
            throws IOException {
        try (CoordinateFile values = new CoordinateFile(options.scratch(), options.limits())) {
            return stream(file, options, values, sinks);
        }
    }

    static Annotations stream(Path file, ReadOptions options, CoordinateFile values, RowSinks sinks)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        MatrixTable table;
        try (FieldReader fields = TableStream.open(file, options.limits())) {
            table = MatrixTable.read(fields, options.limits(), values);
        }
        Orientation known =
                options.orientation() == Orientation.DETECT
                        ? OrientationDetector.detect(
                                table.rowNames(), table.columnNames(), findings)
                        : options.orientation();
        boolean rowsAreCells = known == Orientation.CELLS_BY_GENES;
        List<String> cells = rowsAreCells ? table.rowNames() : table.columnNames();
        List<String> genes = rowsAreCells ? table.columnNames() : table.rowNames();
        requireSizes(cells, genes, options.limits());
        if (values.count() == 0) {
            throw new DataException(FindingCode.EMPTY, "X", "It holds only zeros.");
        }
        RowSink sink = sinks.open(genes.size());
        if (rowsAreCells) {
            values.forEachRow(
                    cells.size(),
                    table.allColumns(),
                    new ColumnSelection(table.allColumns(), table.numberColumns(), sink));
            Frame obs = annotated(cells(cells, findings), table);
            return new Annotations(obs, Frame.of(genes(genes, findings)), findings);
        }
        values.forEachColumn(genes.size(), table.allColumns(), chosen(table.numberColumns(), sink));
        Frame var = annotated(genes(genes, findings), table);
        return new Annotations(Frame.of(cells(cells, findings)), var, findings);
    }

    /** Hands on the chosen of all rows, given by increasing numbers. */
    private static RowSink chosen(int[] rows, RowSink sink) {
        int[] seen = {0};
        int[] next = {0};
        return (columns, values, offset, length) -> {
            if (next[0] < rows.length && rows[next[0]] == seen[0]++) {
                next[0]++;
                sink.row(columns, values, offset, length);
            }
        };
    }

    private static List<String> cells(List<String> names, List<Finding> findings) {
        return Names.unique(names, FindingCode.DUPLICATE_CELL_NAMES, "cells", findings);
    }

    private static List<String> genes(List<String> names, List<Finding> findings) {
        return Names.unique(names, FindingCode.DUPLICATE_GENE_NAMES, "genes", findings);
    }

    private static Frame annotated(List<String> index, MatrixTable table) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (TextColumn annotation : table.annotations()) {
            String name = annotation.name();
            for (int i = 1; columns.containsKey(name); i++) {
                name = annotation.name() + "-" + i;
            }
            columns.put(name, ColumnInference.infer(annotation.values()));
        }
        return new Frame(index, columns);
    }

    private static void requireSizes(List<String> cells, List<String> genes, ReadLimits limits)
            throws DataException {
        if (cells.size() > limits.maxCells() || genes.size() > limits.maxGenes()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    "X",
                    "It has %d cells and %d genes; %d and %d are allowed."
                            .formatted(
                                    cells.size(),
                                    genes.size(),
                                    limits.maxCells(),
                                    limits.maxGenes()));
        }
    }
}
