package io.cuvette.bench;

import io.cuvette.batchcorrection.genomap.GeneInteraction;
import io.cuvette.batchcorrection.genomap.GenomapLayout;
import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.batchcorrection.genomap.RowSource;
import io.cuvette.data.anndata.DenseMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Genes laid out on a grid: their correlations and the search, from rows in memory. */
final class GenomapLayouts implements Benchmark {

    private static final int GENES = 1_024;
    private static final int ROWS = 2_000;
    private static final int FACTORS = 12;
    private static final double GOAL = 30;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        RowSource rows = RowSource.of(factors());
        List<Row> measured = new ArrayList<>();
        for (LayoutKind kind : LayoutKind.values()) {
            Medians.Seconds seconds =
                    Medians.seconds(
                            repetitions, () -> GenomapLayout.of(GeneInteraction.of(rows), kind));
            measured.add(
                    Row.of(
                                    String.format(
                                            Locale.ROOT,
                                            "genomap %s, %,d genes x %,d rows",
                                            kind.name().toLowerCase(Locale.ROOT),
                                            GENES,
                                            ROWS),
                                    String.format(Locale.ROOT, "%.2f s", seconds.wall()))
                            .withBeside(
                                    String.format(
                                            Locale.ROOT,
                                            "%.2f s of the calling thread",
                                            seconds.processor()))
                            .withVerdict(Verdict.atMost(seconds.wall(), GOAL, "s")));
        }
        return measured;
    }

    /** Every gene is a mixture of a few factors, with noise of its own. */
    private static DenseMatrix factors() {
        SplittableRandom random = new SplittableRandom(7);
        double[][] loadings = new double[FACTORS][GENES];
        for (double[] factor : loadings) {
            for (int gene = 0; gene < GENES; gene++) {
                factor[gene] = random.nextInt(4) == 0 ? random.nextGaussian() : 0;
            }
        }
        float[] values = new float[ROWS * GENES];
        for (int row = 0; row < ROWS; row++) {
            double[] scores = random.doubles(FACTORS, -1.7, 1.7).toArray();
            for (int gene = 0; gene < GENES; gene++) {
                double value = random.nextGaussian();
                for (int factor = 0; factor < FACTORS; factor++) {
                    value += scores[factor] * loadings[factor][gene];
                }
                values[row * GENES + gene] = (float) value;
            }
        }
        return new DenseMatrix(ROWS, GENES, values);
    }
}
