package io.cuvette.bench;

import io.cuvette.batchcorrection.genomap.GeneInteraction;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.genomap.RowSource;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.training.core.program.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Genes laid out on a grid: their correlations and the search, from rows in memory. */
final class GenomapLayouts implements Benchmark {

    private static final int ROWS = 2_000;
    private static final int FACTORS = 12;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> measured = new ArrayList<>();
        for (LayoutKind kind : LayoutKind.values()) {
            measured.add(row(kind, 1_024, 30, repetitions));
        }
        // the paper's grid; by pixels the assignment alone would take hours
        measured.add(row(LayoutKind.RADIAL, 2_916, 600, 1));
        return measured;
    }

    private static Row row(LayoutKind kind, int genes, double goal, int repetitions)
            throws Exception {
        RowSource rows = RowSource.of(factors(genes));
        Medians.Seconds seconds =
                Medians.seconds(
                        repetitions, () -> GenomapLayout.of(GeneInteraction.of(rows), kind));
        return Row.of(
                        String.format(
                                Locale.ROOT,
                                "genomap %s, %,d genes x %,d rows",
                                Settings.name(kind),
                                genes,
                                ROWS),
                        String.format(Locale.ROOT, "%.2f s", seconds.wall()))
                .withBeside(
                        String.format(
                                Locale.ROOT, "%.2f s of the calling thread", seconds.processor()))
                .withVerdict(Verdict.atMost(seconds.wall(), goal, "s"));
    }

    /** Every gene is a mixture of a few factors, with noise of its own. */
    private static DenseMatrix factors(int genes) {
        SplittableRandom random = new SplittableRandom(7);
        double[][] loadings = new double[FACTORS][genes];
        for (double[] factor : loadings) {
            for (int gene = 0; gene < genes; gene++) {
                factor[gene] = random.nextInt(4) == 0 ? random.nextGaussian() : 0;
            }
        }
        float[] values = new float[ROWS * genes];
        for (int row = 0; row < ROWS; row++) {
            double[] scores = random.doubles(FACTORS, -1.7, 1.7).toArray();
            for (int gene = 0; gene < genes; gene++) {
                double value = random.nextGaussian();
                for (int factor = 0; factor < FACTORS; factor++) {
                    value += scores[factor] * loadings[factor][gene];
                }
                values[row * genes + gene] = (float) value;
            }
        }
        return new DenseMatrix(ROWS, genes, values);
    }
}
