package io.cuvette.batchcorrection.preprocess;

/**
 * How counts become model input.
 *
 * @param minGenesPerCell cells with fewer detected genes are left out
 * @param minCellsPerGene genes detected in fewer train cells are left out
 * @param targetSum every cell's counts are scaled to this sum before log1p
 * @param highlyVariableGenes number of genes the model sees; ties at the last place are kept
 */
public record PreprocessingSettings(
        int minGenesPerCell, int minCellsPerGene, double targetSum, int highlyVariableGenes) {

    /** Filters and target sum of the MEDL reference, 1,000 genes. */
    public static final PreprocessingSettings DEFAULT = new PreprocessingSettings(10, 3, 1e4, 1000);

    public PreprocessingSettings {
        if (minGenesPerCell < 1 || minCellsPerGene < 1) {
            throw new IllegalArgumentException("filters must be at least 1");
        }
        if (!(targetSum > 0) || Double.isInfinite(targetSum)) {
            throw new IllegalArgumentException("targetSum must be positive");
        }
        if (highlyVariableGenes < 2) {
            throw new IllegalArgumentException("highlyVariableGenes must be at least 2");
        }
    }

    public PreprocessingSettings withHighlyVariableGenes(int genes) {
        return new PreprocessingSettings(minGenesPerCell, minCellsPerGene, targetSum, genes);
    }
}
