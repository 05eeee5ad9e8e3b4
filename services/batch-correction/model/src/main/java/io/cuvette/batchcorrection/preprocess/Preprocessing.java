package io.cuvette.batchcorrection.preprocess;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.FindingCode;
import java.util.List;

/**
 * Fitted preprocessing: part of a model, applied alike to train cells and to cells that come later.
 *
 * <p>scaled = (ln(1 + targetSum * count / librarySize) - minimum) / (maximum - minimum), with one
 * minimum and maximum for the whole train matrix (not per gene). Values of other cells may leave
 * [0, 1]; they are not clipped.
 *
 * @param genes the model's genes in the order of its input
 * @param minGenesPerCell cell filter of training
 * @param minCellsPerGene gene filter of training
 * @param targetSum counts per cell after normalisation
 * @param minimum smallest log1p value of the train cells; 0 for any sparse data
 * @param maximum largest log1p value of the train cells
 * @param modelGeneShare share of the train cells' counts that falls on {@code genes}; estimates
 *     library sizes of cells that come with these genes only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Preprocessing(
        List<String> genes,
        int minGenesPerCell,
        int minCellsPerGene,
        double targetSum,
        double minimum,
        double maximum,
        double modelGeneShare) {

    public Preprocessing {
        genes = List.copyOf(genes);
        if (!(maximum > minimum)) {
            throw new IllegalArgumentException("maximum must exceed minimum");
        }
        if (!(modelGeneShare > 0 && modelGeneShare <= 1)) {
            throw new IllegalArgumentException("modelGeneShare must be in (0, 1]");
        }
    }

    /**
     * Model input.
     *
     * @param scaled cells x model genes
     * @param librarySizes sum of counts of each cell over all genes of its file
     * @param alignment how the genes met
     */
    public record Prepared(CsrMatrix scaled, double[] librarySizes, GeneAlignment alignment) {}

    /**
     * Prepares cells that may have other genes in another order.
     *
     * @param counts cells x {@code names}, raw counts
     * @throws UnsuitableDataException when more than 20 % of the model's genes are absent, or a
     *     value is negative or not finite
     */
    public Prepared apply(Matrix counts, List<String> names) throws UnsuitableDataException {
        CsrMatrix sparse = SparseCounts.of(counts);
        requireCounts(sparse);
        GeneAlignment.Aligned aligned = GeneAlignment.align(sparse, names, genes);
        double[] librarySizes = SparseCounts.librarySizes(sparse);
        return new Prepared(scale(aligned.counts(), librarySizes), librarySizes, aligned.report());
    }

    /**
     * Prepares cells whose columns already are the model's genes.
     *
     * @param modelCounts cells x model genes, raw counts
     * @param librarySizes of each cell over all genes; see {@link #estimateLibrarySizes}
     * @return cells x model genes; sparse as the counts are when {@code minimum} is 0
     */
    public CsrMatrix scale(CsrMatrix modelCounts, double[] librarySizes) {
        if (modelCounts.columns() != genes.size() || librarySizes.length != modelCounts.rows()) {
            throw new IllegalArgumentException(
                    "expected %d genes and one library size a cell, got %d x %d and %d"
                            .formatted(
                                    genes.size(),
                                    modelCounts.rows(),
                                    modelCounts.columns(),
                                    librarySizes.length));
        }
        int[] pointers = modelCounts.rowPointers();
        float[] scaled = new float[modelCounts.values().length];
        for (int row = 0; row < modelCounts.rows(); row++) {
            double factor = librarySizes[row] > 0 ? targetSum / librarySizes[row] : 0;
            for (int k = pointers[row]; k < pointers[row + 1]; k++) {
                scaled[k] = (float) scaleLog1p(Math.log1p(modelCounts.values()[k] * factor));
            }
        }
        CsrMatrix stored =
                new CsrMatrix(
                        modelCounts.rows(),
                        modelCounts.columns(),
                        pointers.clone(),
                        modelCounts.columnIndices().clone(),
                        scaled);
        return minimum == 0 ? stored : fillZeros(stored, (float) scaleLog1p(0));
    }

    /**
     * Library sizes of cells that come with the model's genes only: their sum divided by the share
     * these genes have in training. Exact values are better where they are known.
     */
    public double[] estimateLibrarySizes(CsrMatrix modelCounts) {
        double[] sums = SparseCounts.librarySizes(modelCounts);
        for (int row = 0; row < sums.length; row++) {
            sums[row] /= modelGeneShare;
        }
        return sums;
    }

    private double scaleLog1p(double log1p) {
        return (log1p - minimum) / (maximum - minimum);
    }

    /** Inverse of the scaling: ln(1 + normalised count). */
    public double toLog1p(double scaled) {
        return scaled * (maximum - minimum) + minimum;
    }

    /** Expected count in a cell of the library size; never negative. */
    public double toCounts(double scaled, double librarySize) {
        return Math.max(0, Math.expm1(toLog1p(scaled))) * librarySize / targetSum;
    }

    private static void requireCounts(CsrMatrix counts) throws UnsuitableDataException {
        for (float value : counts.values()) {
            if (!Float.isFinite(value)) {
                throw new UnsuitableDataException(
                        FindingCode.NON_FINITE_VALUES,
                        "X",
                        "the matrix holds NaN or infinite values; give raw counts");
            }
            if (value < 0) {
                throw new UnsuitableDataException(
                        FindingCode.NEGATIVE_VALUES,
                        "X",
                        "the matrix holds negative values; give raw counts");
            }
        }
    }

    private static CsrMatrix fillZeros(CsrMatrix sparse, float zero) {
        int rows = sparse.rows();
        int columns = sparse.columns();
        float[] values = new float[Math.multiplyExact(rows, columns)];
        int[] indices = new int[values.length];
        int[] pointers = new int[rows + 1];
        for (int row = 0; row < rows; row++) {
            int offset = row * columns;
            for (int column = 0; column < columns; column++) {
                values[offset + column] = zero;
                indices[offset + column] = column;
            }
            for (int k = sparse.rowPointers()[row]; k < sparse.rowPointers()[row + 1]; k++) {
                values[offset + sparse.columnIndices()[k]] = sparse.values()[k];
            }
            pointers[row + 1] = offset + columns;
        }
        return new CsrMatrix(rows, columns, pointers, indices, values);
    }
}
