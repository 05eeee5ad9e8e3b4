package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.StoredRow;
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

    /**
     * Where each gene of the new cells goes.
     *
     * @param target the model's gene of each column, -1 for one that it does not know
     * @param report how they met
     */
    record Mapping(int[] target, GeneAlignment report) {

        /**
         * Moves one row into the model's order.
         *
         * @param counts is at the row
         * @param length number of its stored values
         * @param columns of the model's genes, as long at least; overwritten
         * @param values overwritten as well
         * @param dense one place a gene of the model, for use in between
         * @return how many values were kept
         */
        int move(StoredRow counts, int length, int[] columns, float[] values, float[] dense) {
            int next = 0;
            for (int k = 0; k < length; k++) {
                int gene = target[counts.column(k)];
                if (gene >= 0) {
                    dense[gene] = counts.value(k);
                    columns[next++] = gene;
                }
            }
            Arrays.sort(columns, 0, next);
            for (int k = 0; k < next; k++) {
                values[k] = dense[columns[k]];
            }
            return next;
        }
    }

    /**
     * @param genes names of the new cells' columns
     * @throws UnsuitableDataException {@code GENE_MISMATCH} when more than 20 % are absent
     */
    static Mapping map(List<String> genes, List<String> modelGenes) throws UnsuitableDataException {
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
        return new Mapping(
                target, new GeneAlignment(modelGenes.size(), found, missing, genes.size() - found));
    }
}
