package io.cuvette.batchcorrection.preprocess;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;
import io.cuvette.data.finding.FindingCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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
        CsrBuilder scaled = new CsrBuilder(genes.size(), 1 << 10);
        try {
            Sizes sizes = apply(sparse, names, scaled);
            return new Prepared(scaled.finish(), sizes.librarySizes(), sizes.alignment());
        } catch (IOException e) {
            throw new UncheckedIOException("a row in memory", e);
        }
    }

    /**
     * What remains of preparing cells row by row.
     *
     * @param librarySizes sum of counts of each cell over all genes of its file
     * @param alignment how the genes met
     */
    public record Sizes(double[] librarySizes, GeneAlignment alignment) {}

    /**
     * As {@link #apply(Matrix, List)}, handing each scaled row to a sink.
     *
     * @param scaled takes one row a cell, in order; must not keep its arrays
     */
    public Sizes apply(SparseMatrix counts, List<String> names, RowSink scaled)
            throws IOException, UnsuitableDataException {
        GeneAlignment.Mapping mapping = GeneAlignment.map(names, genes);
        StoredRow row = new StoredRow(counts);
        RowScaling scaling = new RowScaling(scaled);
        double[] librarySizes = new double[counts.rows()];
        int[] columns = new int[genes.size()];
        float[] values = new float[genes.size()];
        float[] dense = new float[genes.size()];
        for (int cell = 0; cell < librarySizes.length; cell++) {
            int length = row.read(cell);
            for (int k = 0; k < length; k++) {
                requireCount(row.value(k));
                librarySizes[cell] += row.value(k);
            }
            int kept = mapping.move(row, length, columns, values, dense);
            scaling.row(columns, values, kept, librarySizes[cell]);
        }
        return new Sizes(librarySizes, mapping.report());
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
        CsrBuilder scaled = new CsrBuilder(genes.size(), modelCounts.values().length);
        RowScaling scaling = new RowScaling(scaled);
        int[] columns = new int[genes.size()];
        float[] values = new float[genes.size()];
        try {
            for (int cell = 0; cell < librarySizes.length; cell++) {
                modelCounts.copyStored(cell, columns, values, 0);
                scaling.row(columns, values, modelCounts.rowLength(cell), librarySizes[cell]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a row in memory", e);
        }
        return scaled.finish();
    }

    /** Scales rows on their way to a sink. */
    private final class RowScaling {
        private final RowSink sink;
        private final float zero = (float) scaleLog1p(0);
        private final int[] allColumns;
        private final float[] allValues;

        RowScaling(RowSink sink) {
            this.sink = sink;
            // a zero count is a zero only when the smallest value of training was one
            boolean fills = minimum != 0;
            this.allColumns = fills ? IntStream.range(0, genes.size()).toArray() : new int[0];
            this.allValues = new float[allColumns.length];
        }

        /** The values are scaled in place. */
        void row(int[] columns, float[] values, int length, double librarySize) throws IOException {
            double factor = librarySize > 0 ? targetSum / librarySize : 0;
            for (int k = 0; k < length; k++) {
                values[k] = (float) scaleLog1p(Math.log1p(values[k] * factor));
            }
            if (minimum == 0) {
                sink.row(columns, values, 0, length);
                return;
            }
            Arrays.fill(allValues, zero);
            for (int k = 0; k < length; k++) {
                allValues[columns[k]] = values[k];
            }
            sink.row(allColumns, allValues, 0, allColumns.length);
        }
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

    private static void requireCount(float value) throws UnsuitableDataException {
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
