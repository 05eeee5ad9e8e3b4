package io.cuvette.batchcorrection.preprocess;

import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import io.cuvette.data.finding.FindingCode;
import java.util.Arrays;
import java.util.List;

/** Fits {@link Preprocessing} on train cells: gene filter, gene selection and scaling bounds. */
public final class PreprocessingFit {
    private PreprocessingFit() {}

    /**
     * @param counts cells x genes, raw counts
     * @param librarySizes sum of the counts of each cell
     * @param geneNames one a column
     * @param trainCells rows to fit on, already filtered with {@link CountProfile#cellsWithGenes}
     * @throws UnsuitableDataException {@code TOO_FEW_CELLS} or {@code TOO_FEW_GENES}
     */
    public static Preprocessing fit(
            SparseMatrix counts,
            double[] librarySizes,
            List<String> geneNames,
            int[] trainCells,
            PreprocessingSettings settings)
            throws UnsuitableDataException {
        if (geneNames.size() != counts.columns()) {
            throw new IllegalArgumentException("one name a column is needed");
        }
        if (librarySizes.length != counts.rows()) {
            throw new IllegalArgumentException("one library size a cell is needed");
        }
        if (trainCells.length < 2) {
            throw new UnsuitableDataException(
                    FindingCode.TOO_FEW_CELLS,
                    "X",
                    "%d train cells are left after filtering; at least 2 are needed"
                            .formatted(trainCells.length));
        }
        GeneMoments moments =
                GeneMoments.of(counts, trainCells, librarySizes, settings.targetSum());
        int[] selected = selectGenes(moments, settings);
        if (selected.length < 2) {
            throw new UnsuitableDataException(
                    FindingCode.TOO_FEW_GENES,
                    "X",
                    "%d genes vary and are detected in %d or more cells; at least 2 are needed"
                            .formatted(selected.length, settings.minCellsPerGene()));
        }
        boolean[] isSelected = new boolean[counts.columns()];
        for (int gene : selected) {
            isSelected[gene] = true;
        }
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        long positive = 0;
        double onSelected = 0;
        double total = 0;
        StoredRow row = new StoredRow(counts);
        for (int cell : trainCells) {
            total += librarySizes[cell];
            for (int k = 0, n = row.read(cell); k < n; k++) {
                double value = row.value(k);
                if (isSelected[row.column(k)] && value > 0) {
                    double normalized = settings.targetSum() / librarySizes[cell] * value;
                    largest = Math.max(largest, normalized);
                    smallest = Math.min(smallest, normalized);
                    positive++;
                    onSelected += value;
                }
            }
        }
        boolean hasZeros = positive < (long) trainCells.length * selected.length;
        return new Preprocessing(
                Arrays.stream(selected).mapToObj(geneNames::get).toList(),
                settings.minGenesPerCell(),
                settings.minCellsPerGene(),
                settings.targetSum(),
                hasZeros ? 0 : Math.log1p(smallest),
                Math.log1p(largest),
                Math.min(1, onSelected / total));
    }

    private static int[] selectGenes(GeneMoments moments, PreprocessingSettings settings) {
        int[] detected = moments.detectedCells();
        int[] candidates = new int[detected.length];
        int next = 0;
        for (int gene = 0; gene < detected.length; gene++) {
            if (detected[gene] >= settings.minCellsPerGene()) {
                candidates[next++] = gene;
            }
        }
        candidates = Arrays.copyOf(candidates, next);
        double[] means = new double[next];
        double[] variances = new double[next];
        for (int i = 0; i < next; i++) {
            means[i] = moments.means()[candidates[i]];
            variances[i] = moments.variances()[candidates[i]];
        }
        int[] chosen =
                HighlyVariableGenes.select(
                        HighlyVariableGenes.scores(means, variances),
                        settings.highlyVariableGenes());
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] = candidates[chosen[i]];
        }
        return chosen;
    }
}
