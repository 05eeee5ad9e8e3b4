package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How the genes of new cells meet the genes of a model.
 *
 * @param modelGenes number of genes of the model
 * @param found number of them that the new cells have
 * @param missing names of those that are absent and are filled with zeros
 * @param unused number of genes of the new cells that the model does not know
 */
public record GeneAlignment(int modelGenes, int found, List<String> missing, int unused) {

    /** Above this share of absent genes the cells are refused. */
    public static final double LARGEST_MISSING_SHARE = 0.2;

    public GeneAlignment {
        missing = List.copyOf(missing);
    }

    /** Counts of the model's genes in the model's order, zero where absent, and the report. */
    public record Aligned(CsrMatrix counts, GeneAlignment report) {}

    /**
     * @param counts cells x {@code genes}
     * @throws UnsuitableDataException {@code GENE_MISMATCH} when more than 20 % are absent
     */
    public static Aligned align(CsrMatrix counts, List<String> genes, List<String> modelGenes)
            throws UnsuitableDataException {
        Map<String, Integer> columnOf = new HashMap<>();
        for (int column = 0; column < genes.size(); column++) {
            columnOf.putIfAbsent(genes.get(column), column);
        }
        int[] target = new int[genes.size()];
        Arrays.fill(target, -1);
        List<String> missing = new ArrayList<>();
        for (int gene = 0; gene < modelGenes.size(); gene++) {
            Integer column = columnOf.get(modelGenes.get(gene));
            if (column == null) {
                missing.add(modelGenes.get(gene));
            } else {
                target[column] = gene;
            }
        }
        int found = modelGenes.size() - missing.size();
        if (missing.size() > LARGEST_MISSING_SHARE * modelGenes.size()) {
            throw new UnsuitableDataException(
                    FindingCode.GENE_MISMATCH,
                    "genes",
                    ("the cells have only %d of the model's %d genes (absent: %s%s); use the same"
                                    + " gene names and annotation as the training data")
                            .formatted(
                                    found,
                                    modelGenes.size(),
                                    String.join(
                                            ", ", missing.subList(0, Math.min(5, missing.size()))),
                                    missing.size() > 5 ? ", ..." : ""));
        }
        return new Aligned(
                moveColumns(counts, target, modelGenes.size()),
                new GeneAlignment(modelGenes.size(), found, missing, genes.size() - found));
    }

    /** A matrix whose column {@code target[j]} is column j; columns with target -1 are dropped. */
    private static CsrMatrix moveColumns(CsrMatrix matrix, int[] target, int columns) {
        int[] pointers = new int[matrix.rows() + 1];
        int[] from = matrix.rowPointers();
        for (int row = 0; row < matrix.rows(); row++) {
            int kept = 0;
            for (int k = from[row]; k < from[row + 1]; k++) {
                kept += target[matrix.columnIndices()[k]] >= 0 ? 1 : 0;
            }
            pointers[row + 1] = pointers[row] + kept;
        }
        int[] columnsOut = new int[pointers[matrix.rows()]];
        float[] valuesOut = new float[columnsOut.length];
        float[] dense = new float[columns];
        for (int row = 0; row < matrix.rows(); row++) {
            int start = pointers[row];
            int next = start;
            for (int k = from[row]; k < from[row + 1]; k++) {
                int column = target[matrix.columnIndices()[k]];
                if (column >= 0) {
                    dense[column] = matrix.values()[k];
                    columnsOut[next++] = column;
                }
            }
            Arrays.sort(columnsOut, start, next);
            for (int k = start; k < next; k++) {
                valuesOut[k] = dense[columnsOut[k]];
            }
        }
        return new CsrMatrix(matrix.rows(), columns, pointers, columnsOut, valuesOut);
    }
}
