package io.cuvette.batchcorrection.genomap;

import java.util.Objects;
import java.util.stream.IntStream;

/**
 * How far genes are from each other: C1[i][j] = 1 - Pearson(gene i, gene j) over all rows, in [0,
 * 2]. A gene that does not vary has no correlation; its row and column are 0, so that it does not
 * weigh on where the others go.
 *
 * @param genes n, 4 to {@value PixelGrid#MOST_PIXELS}
 * @param distances n rows of n, symmetric, diagonal 0; not copied
 * @param scale of the genes over the same rows
 */
public record GeneInteraction(int genes, double[][] distances, GeneScale scale) {
    static final int FEWEST_GENES = 4;

    /** Rows that are standardised and added together; they bound the memory beside the result. */
    private static final int ROW_BLOCK = 128;

    private static final int GENE_BLOCK = 128;

    public GeneInteraction {
        Objects.requireNonNull(distances, "distances");
        checkGenes(genes);
        if (distances.length != genes || scale.genes() != genes) {
            throw new IllegalArgumentException(
                    "distances: %d genes need as many rows and scales, got %d and %d"
                            .formatted(genes, distances.length, scale.genes()));
        }
        if (scale.constantGenes() == genes) {
            throw new IllegalArgumentException(
                    "genes: none of the %d varies over the rows; choose other cells or genes"
                            .formatted(genes));
        }
    }

    /**
     * Correlates in two passes over the rows, with one n x n matrix and a block of rows in memory;
     * on all processors, with sums in an order that does not depend on their number.
     *
     * @throws IllegalArgumentException for fewer than 2 rows or 4 genes, more genes than the
     *     largest grid has pixels, values that are not finite, or genes none of which varies
     */
    public static GeneInteraction of(RowSource source) {
        int genes = source.genes();
        checkGenes(genes);
        GeneScale scale = GeneScale.of(source);
        double[][] products = new double[genes][genes];
        double[][] block = new double[ROW_BLOCK][genes];
        float[] values = new float[genes];
        for (int start = 0; start < source.rows(); start += ROW_BLOCK) {
            int count = Math.min(ROW_BLOCK, source.rows() - start);
            for (int k = 0; k < count; k++) {
                source.read(start + k, values);
                for (int gene = 0; gene < genes; gene++) {
                    block[k][gene] = scale.standardize(gene, values[gene]);
                }
            }
            addOuterProducts(block, count, genes, products);
        }
        return new GeneInteraction(genes, toDistances(products, source.rows(), scale), scale);
    }

    /** Adds Z'Z of one block of rows to the blocks on and above the diagonal. */
    private static void addOuterProducts(double[][] z, int rows, int genes, double[][] products) {
        int blocks = (genes + GENE_BLOCK - 1) / GENE_BLOCK;
        IntStream.range(0, blocks)
                .parallel()
                .forEach(
                        b -> {
                            int from = b * GENE_BLOCK;
                            int to = Math.min(genes, from + GENE_BLOCK);
                            double[][] left = new double[to - from][rows];
                            for (int i = from; i < to; i++) {
                                for (int k = 0; k < rows; k++) {
                                    left[i - from][k] = z[k][i];
                                }
                            }
                            BlockedProduct.add(left, z, rows, products, from, from);
                        });
    }

    private static double[][] toDistances(double[][] products, int rows, GeneScale scale) {
        int genes = scale.genes();
        for (int i = 0; i < genes; i++) {
            products[i][i] = 0;
            for (int j = i + 1; j < genes; j++) {
                boolean undefined = scale.isConstant(i) || scale.isConstant(j);
                double correlation = products[i][j] / (rows - 1);
                // rounding must not make a distance negative
                double distance = 1 - Math.max(-1, Math.min(1, correlation));
                products[i][j] = undefined ? 0 : distance;
                products[j][i] = products[i][j];
            }
        }
        return products;
    }

    private static void checkGenes(int genes) {
        if (genes < FEWEST_GENES || genes > PixelGrid.MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "genes: a genomap holds %d to %,d, got %,d"
                            .formatted(FEWEST_GENES, PixelGrid.MOST_PIXELS, genes));
        }
    }

    public double distance(int gene, int other) {
        return distances[gene][other];
    }
}
