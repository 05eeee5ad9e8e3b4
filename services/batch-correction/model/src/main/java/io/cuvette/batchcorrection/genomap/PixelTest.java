package io.cuvette.batchcorrection.genomap;

import io.cuvette.data.delimited.CsvText;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which pixels differ between two groups of batches: one two-sided Mann-Whitney U test a gene on
 * the averages of the batches, with Benjamini-Hochberg q beside p (of n genes 0.05 n fall below p =
 * 0.05 by chance alone).
 *
 * @param pValues one a gene
 * @param qValues smallest false discovery rate at which the gene is called
 * @param differences mean of the first group minus mean of the second
 */
public record PixelTest(double[] pValues, double[] qValues, double[] differences) {
    private static final int FEWEST_BATCHES = 2;

    /**
     * @param first averages by gene, one array a batch; a genomap only moves them, so that genes
     *     and pixels have the same test
     * @throws IllegalArgumentException for a group of fewer than 2 batches, differing numbers of
     *     genes, or values that are not finite
     */
    public static PixelTest compare(List<double[]> first, List<double[]> second) {
        int genes = first.isEmpty() ? 0 : first.get(0).length;
        check("first", first, genes);
        check("second", second, genes);
        MannWhitney test = new MannWhitney(first.size(), second.size());
        double[] p = new double[genes];
        double[] differences = new double[genes];
        for (int gene = 0; gene < genes; gene++) {
            double[] x = values(first, gene);
            double[] y = values(second, gene);
            p[gene] = test.pValue(x, y);
            differences[gene] = mean(x) - mean(y);
        }
        return new PixelTest(p, adjust(p), differences);
    }

    /** p of groups of which every value of one is above every value of the other. */
    public static double smallestP(int first, int second) {
        return new MannWhitney(first, second)
                .pValue(
                        IntStream.range(0, first).asDoubleStream().toArray(),
                        IntStream.range(first, first + second).asDoubleStream().toArray());
    }

    /** Genes with p below the level, as the paper counts them. */
    public int countBelow(double level) {
        return (int) Arrays.stream(pValues).filter(p -> p < level).count();
    }

    /** The table {@code gene,row,column,mean_difference,p,q}. */
    public String csv(List<String> geneNames, GenomapLayout layout) {
        if (geneNames.size() != pValues.length || layout.genes() != pValues.length) {
            throw new IllegalArgumentException(
                    "geneNames: %d genes were tested, got %d names and a layout of %d"
                            .formatted(pValues.length, geneNames.size(), layout.genes()));
        }
        StringBuilder text = new StringBuilder("gene,row,column,mean_difference,p,q\n");
        for (int gene = 0; gene < pValues.length; gene++) {
            text.append(CsvText.field(geneNames.get(gene)));
            text.append(',').append(layout.row(gene)).append(',').append(layout.column(gene));
            text.append(',').append(differences[gene]);
            text.append(',').append(pValues[gene]);
            text.append(',').append(qValues[gene]).append('\n');
        }
        return text.toString();
    }

    /**
     * Benjamini and Hochberg (J R Stat Soc B 57, 289-300, 1995): q of the k-th smallest of n is the
     * least p_j n / j over j >= k.
     */
    static double[] adjust(double[] p) {
        int n = p.length;
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer k) -> p[k]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] q = new double[n];
        double least = 1;
        for (int rank = n; rank >= 1; rank--) {
            least = Math.min(least, p[order[rank - 1]] * n / rank);
            q[order[rank - 1]] = least;
        }
        return q;
    }

    private static void check(String name, List<double[]> batches, int genes) {
        if (batches.size() < FEWEST_BATCHES) {
            throw new IllegalArgumentException(
                    "%s: a group needs at least %d batches, got %d"
                            .formatted(name, FEWEST_BATCHES, batches.size()));
        }
        for (double[] batch : batches) {
            if (batch.length != genes || genes == 0) {
                throw new IllegalArgumentException(
                        "%s: every batch needs the same genes, got %d and %d"
                                .formatted(name, genes, batch.length));
            }
            for (double value : batch) {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException(
                            "%s: averages must be finite, got %s".formatted(name, value));
                }
            }
        }
    }

    private static double[] values(List<double[]> batches, int gene) {
        return batches.stream().mapToDouble(batch -> batch[gene]).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }
}
