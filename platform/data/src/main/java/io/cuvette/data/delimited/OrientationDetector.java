package io.cuvette.data.delimited;

import io.cuvette.data.Orientation;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.List;

/** Decides what the rows of a table are, by their names and, failing that, by its shape. */
final class OrientationDetector {

    /** A whole genome has between these numbers of annotated genes. */
    private static final int GENOME_FROM = 10_000;

    private static final int GENOME_TO = 70_000;

    /** With as many times more of them than of the others, the shape alone decides. */
    private static final int CLEARLY_MORE = 5;

    private OrientationDetector() {}

    /**
     * @param findings takes a warning when only the shape decided
     * @throws DataException AMBIGUOUS_ORIENTATION
     */
    static Orientation detect(List<String> rows, List<String> columns, List<Finding> findings)
            throws DataException {
        boolean rowGenes = GeneNames.areGenes(rows);
        boolean columnGenes = GeneNames.areGenes(columns);
        if (rowGenes != columnGenes) {
            return rowGenes ? Orientation.GENES_BY_CELLS : Orientation.CELLS_BY_GENES;
        }
        boolean rowCells = GeneNames.areCells(rows);
        boolean columnCells = GeneNames.areCells(columns);
        if (rowCells != columnCells) {
            return rowCells ? Orientation.CELLS_BY_GENES : Orientation.GENES_BY_CELLS;
        }
        if (!rowGenes && !rowCells) {
            if (isGenome(rows.size(), columns.size())) {
                return byShape(Orientation.GENES_BY_CELLS, findings);
            }
            if (isGenome(columns.size(), rows.size())) {
                return byShape(Orientation.CELLS_BY_GENES, findings);
            }
        }
        throw new DataException(
                FindingCode.AMBIGUOUS_ORIENTATION,
                "orientation",
                "Neither names nor shape tell genes from cells."
                        + " State the orientation: cellsByGenes or genesByCells.");
    }

    private static boolean isGenome(int genes, int cells) {
        return genes >= GENOME_FROM && genes <= GENOME_TO && genes >= (long) CLEARLY_MORE * cells;
    }

    private static Orientation byShape(Orientation orientation, List<Finding> findings) {
        String rows = orientation == Orientation.GENES_BY_CELLS ? "genes" : "cells";
        findings.add(
                Finding.warning(
                        FindingCode.AMBIGUOUS_ORIENTATION,
                        "orientation",
                        "Rows were taken as %s because of the shape alone; state the orientation if"
                                        .formatted(rows)
                                + " they are not."));
        return orientation;
    }
}
