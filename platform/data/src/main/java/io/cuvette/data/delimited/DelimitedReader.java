package io.cuvette.data.delimited;

import io.cuvette.data.LoadedDataset;
import io.cuvette.data.Orientation;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.assembly.ColumnInference;
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
 * <p>The table is streamed; only values other than zero are held. Columns of text become
 * annotations of the rows: of cells in a table of cells by genes, of genes in the other.
 */
public final class DelimitedReader {

    private DelimitedReader() {}

    /**
     * @param orientation what the rows are, or {@code DETECT}
     * @throws DataException EMPTY, SHAPE_MISMATCH (ragged), CORRUPT, TOO_LARGE, TRUNCATED,
     *     DECOMPRESSION_BOMB, AMBIGUOUS_ORIENTATION, EXCEEDS_RESOURCES
     */
    public static LoadedDataset read(Path file, Orientation orientation, ReadLimits limits)
            throws IOException {
        List<Finding> findings = new ArrayList<>();
        try (FieldReader fields = TableStream.open(file, limits)) {
            MatrixTable table = MatrixTable.read(fields, limits);
            Orientation known =
                    orientation == Orientation.DETECT
                            ? OrientationDetector.detect(
                                    table.rowNames(), table.columnNames(), findings)
                            : orientation;
            AnnData data =
                    known == Orientation.CELLS_BY_GENES
                            ? cellsByGenes(table, limits, findings)
                            : genesByCells(table, limits, findings);
            return new LoadedDataset(data, findings);
        }
    }

    private static AnnData cellsByGenes(
            MatrixTable table, ReadLimits limits, List<Finding> findings) throws DataException {
        List<String> cells = table.rowNames();
        List<String> genes = table.columnNames();
        requireSizes(cells, genes, limits);
        CsrMatrix all = table.values().build(cells.size(), table.allColumns());
        CsrMatrix x =
                genes.size() == table.allColumns() ? all : all.selectColumns(table.numberColumns());
        Frame obs = annotated(cells(cells, findings), table);
        return nonEmpty(x, obs, Frame.of(genes(genes, findings)));
    }

    private static AnnData genesByCells(
            MatrixTable table, ReadLimits limits, List<Finding> findings) throws DataException {
        List<String> genes = table.rowNames();
        List<String> cells = table.columnNames();
        requireSizes(cells, genes, limits);
        CsrMatrix all = table.values().buildTransposed(genes.size(), table.allColumns());
        CsrMatrix x =
                cells.size() == table.allColumns() ? all : all.selectRows(table.numberColumns());
        Frame var = annotated(genes(genes, findings), table);
        return nonEmpty(x, Frame.of(cells(cells, findings)), var);
    }

    private static AnnData nonEmpty(CsrMatrix x, Frame obs, Frame var) throws DataException {
        if (x.storedValues() == 0) {
            throw new DataException(FindingCode.EMPTY, "X", "It holds only zeros.");
        }
        return AnnData.of(x, obs, var);
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
