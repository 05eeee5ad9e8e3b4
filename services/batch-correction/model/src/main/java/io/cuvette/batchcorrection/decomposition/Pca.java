package io.cuvette.batchcorrection.decomposition;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.StoredRow;

/**
 * Principal components of sparse cells, centred but not standardised, exact to 1e-10 of the largest
 * variance and found without densifying the cells.
 *
 * <p>Sign convention: the loading of largest magnitude of each component is positive.
 *
 * @param mean per gene
 * @param components components x genes, orthonormal rows, largest variance first
 * @param explainedVariance of each component, ddof 1
 * @param totalVariance sum over all genes, ddof 1
 */
public record Pca(
        double[] mean, double[][] components, double[] explainedVariance, double totalVariance) {

    private static final double TOLERANCE = 1e-10;
    private static final int MAX_STEPS = 2_500;

    /** The start vector decides nothing but rounding, so it is no setting. */
    private static final long START_SEED = 20_240_501;

    /** Memory of the arrays. */
    public long sizeBytes() {
        long values = mean.length + (long) explainedVariance.length;
        for (double[] component : components) {
            values += component.length;
        }
        return Double.BYTES * values;
    }

    /**
     * @param cells cells x genes, at least 2 cells
     * @param count number of components; lowered to {@code min(cells - 1, genes)}
     */
    public static Pca fit(SparseMatrix cells, int count) {
        if (cells.rows() < 2 || count < 1) {
            throw new IllegalArgumentException(
                    "%d components of %d cells".formatted(count, cells.rows()));
        }
        int possible = Math.min(count, Math.min(cells.rows() - 1, cells.columns()));
        CovarianceOperator covariance = new CovarianceOperator(cells, 6 * possible + 50);
        Lanczos.Eigenpairs pairs =
                Lanczos.largest(covariance, possible, TOLERANCE, MAX_STEPS, START_SEED);
        if (!pairs.converged()) {
            throw new ArithmeticException(
                    "principal components did not converge in %d steps".formatted(pairs.steps()));
        }
        for (double[] component : pairs.vectors()) {
            fixSign(component);
        }
        double[] variance = pairs.values();
        for (int c = 0; c < variance.length; c++) {
            variance[c] = Math.max(0, variance[c]);
        }
        double[] mean = CovarianceOperator.columnMeans(cells);
        return new Pca(
                mean, pairs.vectors(), variance, CovarianceOperator.totalVariance(cells, mean));
    }

    /** Principal components of an embedding, for instance for a plot of its first two. */
    public static Pca fit(Embedding cells, int count) {
        return fit(dense(cells), count);
    }

    public int count() {
        return components.length;
    }

    /** Share of the total variance of each component. */
    public double[] explainedVarianceRatio() {
        double[] ratio = new double[explainedVariance.length];
        for (int c = 0; c < ratio.length; c++) {
            ratio[c] = totalVariance > 0 ? explainedVariance[c] / totalVariance : 0;
        }
        return ratio;
    }

    /** Scores of cells: cells x components. */
    public Embedding transform(SparseMatrix cells) {
        if (cells.columns() != mean.length) {
            throw new IllegalArgumentException(
                    "%d genes expected, got %d".formatted(mean.length, cells.columns()));
        }
        int count = components.length;
        double[] offset = new double[count];
        double[][] byGene = new double[mean.length][count];
        for (int c = 0; c < count; c++) {
            offset[c] = Lanczos.dot(components[c], mean);
            for (int gene = 0; gene < mean.length; gene++) {
                byGene[gene][c] = components[c][gene];
            }
        }
        double[] scores = new double[Math.multiplyExact(cells.rows(), count)];
        double[] row = new double[count];
        StoredRow stored = new StoredRow(cells);
        for (int cell = 0; cell < cells.rows(); cell++) {
            for (int c = 0; c < count; c++) {
                row[c] = -offset[c];
            }
            for (int k = 0, n = stored.read(cell); k < n; k++) {
                double value = stored.value(k);
                double[] loadings = byGene[stored.column(k)];
                for (int c = 0; c < count; c++) {
                    row[c] += value * loadings[c];
                }
            }
            System.arraycopy(row, 0, scores, cell * count, count);
        }
        return new Embedding(cells.rows(), count, scores);
    }

    public Embedding transform(Embedding cells) {
        return transform(dense(cells));
    }

    /** Reconstruction from scores: cells x genes, in the units that were fitted. */
    public Embedding inverseTransform(Embedding scores) {
        int genes = mean.length;
        double[] values = new double[Math.multiplyExact(scores.cells(), genes)];
        for (int cell = 0; cell < scores.cells(); cell++) {
            int offset = cell * genes;
            System.arraycopy(mean, 0, values, offset, genes);
            for (int c = 0; c < components.length; c++) {
                double score = scores.get(cell, c);
                for (int gene = 0; gene < genes; gene++) {
                    values[offset + gene] += score * components[c][gene];
                }
            }
        }
        return new Embedding(scores.cells(), genes, values);
    }

    private static void fixSign(double[] component) {
        double largest = 0;
        for (double loading : component) {
            if (Math.abs(loading) > Math.abs(largest)) {
                largest = loading;
            }
        }
        if (largest < 0) {
            for (int gene = 0; gene < component.length; gene++) {
                component[gene] = -component[gene];
            }
        }
    }

    private static CsrMatrix dense(Embedding cells) {
        int[] pointers = new int[cells.cells() + 1];
        int[] columns = new int[cells.values().length];
        for (int cell = 0; cell < cells.cells(); cell++) {
            pointers[cell + 1] = pointers[cell] + cells.dimensions();
        }
        for (int k = 0; k < columns.length; k++) {
            columns[k] = k % cells.dimensions();
        }
        return new CsrMatrix(
                cells.cells(), cells.dimensions(), pointers, columns, cells.toMatrix().values());
    }
}
