package io.cuvette.batchcorrection.genomap;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** How much the pictures of one cell differ between target batches. */
final class BatchSpread {
    private BatchSpread() {}

    /**
     * Sd (divisor count - 1) of every gene's pixel.
     *
     * @param columns images that count, at least 2
     * @return one a gene
     */
    static double[] ofGenes(List<float[]> images, Set<Integer> columns, GenomapLayout layout) {
        double[] spread = new double[layout.genes()];
        Set<Integer> inOrder = new TreeSet<>(columns);
        for (int gene = 0; gene < spread.length; gene++) {
            int pixel = layout.pixelOfGene()[gene];
            double mean = 0;
            double squares = 0;
            int count = 0;
            for (int column : inOrder) {
                double value = images.get(column)[pixel];
                double before = value - mean;
                mean += before / ++count;
                squares += before * (value - mean);
            }
            spread[gene] = Math.sqrt(squares / (count - 1));
        }
        return spread;
    }

    /** Genes with the largest values first, ties by index; none that does not differ at all. */
    static List<Integer> widest(double[] spread, int count) {
        return IntStream.range(0, spread.length)
                .filter(gene -> spread[gene] > 0)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer gene) -> -spread[gene]))
                .limit(count)
                .toList();
    }
}
