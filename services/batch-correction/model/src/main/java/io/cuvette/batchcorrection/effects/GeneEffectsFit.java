package io.cuvette.batchcorrection.effects;

import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.Arrays;

/** Estimates {@link GeneEffects} in one pass over cells; holds batches x genes, never the cells. */
public final class GeneEffectsFit {

    /** Cells that are held dense at once. */
    private static final int BLOCK = 1024;

    private final int genes;
    private final int[] cells;

    /** Sums of r = x - D(h), batches x genes. */
    private final double[] sums;

    /** Sums over all cells of r^2, x, x^2, D and D^2, by gene. */
    private final double[] residualSquares;

    private final double[] values;
    private final double[] valueSquares;
    private final double[] decoded;
    private final double[] decodedSquares;

    private GeneEffectsFit(int genes, int batches) {
        this.genes = genes;
        this.cells = new int[batches];
        this.sums = new double[Math.multiplyExact(batches, genes)];
        this.residualSquares = new double[genes];
        this.values = new double[genes];
        this.valueSquares = new double[genes];
        this.decoded = new double[genes];
        this.decodedSquares = new double[genes];
    }

    /**
     * Fits the effects that a model's batch-free expression leaves.
     *
     * @param model whose {@link CorrectionModel#correct} is D(h)
     * @param all cells, every one of a known batch
     * @param train those to fit on
     */
    public static GeneEffects of(CorrectionModel model, ScaledCells all, int[] train, int batches) {
        GeneEffectsFit fit = new GeneEffectsFit(model.genes(), batches);
        for (int from = 0; from < train.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(train, from, Math.min(train.length, from + BLOCK));
            ScaledCells some = all.select(block);
            fit.add(some, model.correct(some));
        }
        return fit.finish(train.length);
    }

    private void add(ScaledCells some, DenseMatrix decodedRows) {
        float[] row = new float[genes];
        for (int i = 0; i < some.size(); i++) {
            some.values().copyRow(i, row, 0);
            int batch = some.batches()[i];
            cells[batch]++;
            for (int gene = 0; gene < genes; gene++) {
                double x = row[gene];
                double d = decodedRows.values()[i * genes + gene];
                double r = x - d;
                sums[batch * genes + gene] += r;
                residualSquares[gene] += r * r;
                values[gene] += x;
                valueSquares[gene] += x * x;
                decoded[gene] += d;
                decodedSquares[gene] += d * d;
            }
        }
    }

    private GeneEffects finish(int n) {
        int groups = (int) Arrays.stream(cells).filter(size -> size > 0).count();
        double squares = Arrays.stream(cells).mapToDouble(size -> (double) size * size).sum();
        // cells a batch, as an unbalanced layout counts them
        double typical = groups > 1 ? (n - squares / n) / (groups - 1) : 0;
        float[] residual = new float[sums.length];
        float[] between = new float[genes];
        float[] within = new float[genes];
        float[] total = new float[genes];
        float[] expression = new float[genes];
        float[] batch = new float[genes];
        for (int gene = 0; gene < genes; gene++) {
            double all = 0;
            double ofBatches = 0;
            for (int k = 0; k < cells.length; k++) {
                double sum = sums[k * genes + gene];
                all += sum;
                if (cells[k] > 0) {
                    ofBatches += sum * sum / cells[k];
                }
            }
            double squaresBetween = ofBatches - all * all / n;
            double squaresWithin = Math.max(0, residualSquares[gene] - ofBatches);
            double meanWithin = n > groups ? squaresWithin / (n - groups) : 0;
            double meanBetween = groups > 1 ? squaresBetween / (groups - 1) : 0;
            between[gene] =
                    (float) (typical > 0 ? Math.max(0, (meanBetween - meanWithin) / typical) : 0);
            within[gene] = (float) meanWithin;
            // what the decoder misses everywhere is no effect of a batch
            double common = common(gene, between[gene], meanWithin);
            for (int k = 0; k < cells.length; k++) {
                residual[k * genes + gene] =
                        cells[k] > 0 ? (float) (sums[k * genes + gene] / cells[k] - common) : 0;
            }
            total[gene] = (float) variance(valueSquares[gene], values[gene], n);
            expression[gene] = (float) variance(decodedSquares[gene], decoded[gene], n);
            batch[gene] = (float) Math.max(0, squaresBetween / n);
        }
        return new GeneEffects(genes, cells, residual, between, within, total, expression, batch);
    }

    /** c by generalised least squares: batch means weighted by the inverse of their variance. */
    private double common(int gene, double between, double within) {
        double weighted = 0;
        double weights = 0;
        for (int k = 0; k < cells.length; k++) {
            if (cells[k] > 0) {
                double variance = between + within / cells[k];
                double weight = variance > 0 ? 1 / variance : 1;
                weighted += weight * sums[k * genes + gene] / cells[k];
                weights += weight;
            }
        }
        return weights > 0 ? weighted / weights : 0;
    }

    private static double variance(double squares, double sum, int n) {
        return Math.max(0, squares / n - sum / n * (sum / n));
    }
}
