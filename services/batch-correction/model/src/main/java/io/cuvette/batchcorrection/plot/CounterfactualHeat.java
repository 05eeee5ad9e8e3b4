package io.cuvette.batchcorrection.plot;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.plot.Picture;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Expression of one cell as each batch would have measured it: the genes that change most, by
 * batch. Plain numbers, so that it is what an interactive page is given, too.
 *
 * @param cell name
 * @param method that projected it
 * @param unit of the values, for instance "scaled" or "log1p"
 * @param genes rows, most variable first
 * @param batches columns
 * @param values genes x batches, finite
 * @param ownBatch column of the batch that the cell was measured in
 * @param extrapolated whether the cell's type was never seen in the batch, one a batch
 * @param validity of the method; empty where nothing can be known of it
 * @param heldOut whether the method was judged on cells that it did not learn from
 */
public record CounterfactualHeat(
        String cell,
        String method,
        String unit,
        List<String> genes,
        List<String> batches,
        double[][] values,
        int ownBatch,
        boolean[] extrapolated,
        Optional<Validity> validity,
        boolean heldOut) {

    public static final int MOST_GENES = 60;
    static final int MOST_BATCHES = 1_000;

    public CounterfactualHeat {
        genes = List.copyOf(genes);
        batches = List.copyOf(batches);
        require(
                !genes.isEmpty() && genes.size() <= MOST_GENES,
                "1 to %d genes are needed, got %d",
                MOST_GENES,
                genes.size());
        require(
                !batches.isEmpty() && batches.size() <= MOST_BATCHES,
                "1 to %d batches are needed, got %d",
                MOST_BATCHES,
                batches.size());
        require(
                ownBatch >= 0 && ownBatch < batches.size(),
                "the own batch is %d of %d",
                ownBatch,
                batches.size());
        require(
                extrapolated.length == batches.size(),
                "%d flags for %d batches",
                extrapolated.length,
                batches.size());
        require(values.length == genes.size(), "%d rows, %d genes", values.length, genes.size());
        for (int gene = 0; gene < values.length; gene++) {
            require(
                    values[gene].length == batches.size(),
                    "%d values of %s for %d batches",
                    values[gene].length,
                    genes.get(gene),
                    batches.size());
            for (double value : values[gene]) {
                require(Double.isFinite(value), "a value of %s is %s", genes.get(gene), value);
            }
        }
    }

    /**
     * The genes whose projections differ most across batches (sd, ddof 1), ties by position.
     *
     * @param projections batches x genes, finite
     * @param top genes to show; lowered to the number there is
     */
    public static CounterfactualHeat ofMostVariable(
            String cell,
            String method,
            String unit,
            List<String> genes,
            List<String> batches,
            double[][] projections,
            int top,
            int ownBatch,
            boolean[] extrapolated,
            Optional<Validity> validity,
            boolean heldOut) {
        require(
                projections.length == batches.size(),
                "%d projections for %d batches",
                projections.length,
                batches.size());
        for (double[] projection : projections) {
            require(
                    projection.length == genes.size(),
                    "a projection has %d values for %d genes",
                    projection.length,
                    genes.size());
        }
        double[] spread =
                IntStream.range(0, genes.size())
                        .mapToDouble(gene -> spread(projections, gene))
                        .toArray();
        int[] chosen =
                IntStream.range(0, genes.size())
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer gene) -> -spread[gene]))
                        .limit(top)
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[][] values = new double[chosen.length][batches.size()];
        for (int row = 0; row < chosen.length; row++) {
            for (int batch = 0; batch < projections.length; batch++) {
                values[row][batch] = projections[batch][chosen[row]];
            }
        }
        return new CounterfactualHeat(
                cell,
                method,
                unit,
                IntStream.of(chosen).mapToObj(genes::get).toList(),
                batches,
                values,
                ownBatch,
                extrapolated,
                validity,
                heldOut);
    }

    private static double spread(double[][] projections, int gene) {
        double mean = 0;
        for (double[] projection : projections) {
            require(
                    Double.isFinite(projection[gene]),
                    "a projection of gene %d is %s",
                    gene,
                    projection[gene]);
            mean += projection[gene] / projections.length;
        }
        double squares = 0;
        for (double[] projection : projections) {
            squares += (projection[gene] - mean) * (projection[gene] - mean);
        }
        return projections.length > 1 ? Math.sqrt(squares / (projections.length - 1)) : 0;
    }

    @SuppressWarnings("AnnotateFormatMethod") // every call is in this class
    private static void require(boolean holds, String message, Object... values) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(values));
        }
    }

    /** As a picture. */
    public Picture picture() {
        return new HeatPicture(this);
    }
}
