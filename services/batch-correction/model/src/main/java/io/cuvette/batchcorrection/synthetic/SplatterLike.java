package io.cuvette.batchcorrection.synthetic;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hipparchus.random.RandomDataGenerator;

/**
 * Counts in the manner of Splatter (Zappia, Phipson and Oshlack 2017): gamma gene means, log-normal
 * type and batch factors, library sizes, a mean-variance trend and logistic dropout.
 *
 * <p>Names: obs {@code batch} and {@code label}; layer {@code truth} on request.
 */
public final class SplatterLike {

    /** Name of the layer of expected counts without any batch factor. */
    public static final String TRUTH = "truth";

    /**
     * @param batchSigma standard deviation of the log batch factor of a gene; 0 is no batch effect,
     *     0.1 weak, 0.35 usual, 0.6 strong
     * @param missingPairs probability that a batch lacks a type altogether
     * @param truth whether to add the layer {@link #TRUTH}, a dense matrix
     */
    public record Settings(
            int cells,
            int genes,
            int batches,
            int types,
            double batchSigma,
            double missingPairs,
            boolean truth) {

        /** 20 batches and 8 types; with seed 1 the fixed instance "syn20". */
        public static final Settings SYN20 = new Settings(3000, 2500, 20, 8, 0.35, 0, false);

        public Settings {
            if (cells < 1 || genes < 1 || batches < 1 || types < 1) {
                throw new IllegalArgumentException(
                        "cells, genes, batches and types must be at least 1");
            }
            if (!(batchSigma >= 0) || !(missingPairs >= 0 && missingPairs < 1)) {
                throw new IllegalArgumentException(
                        "batchSigma must be at least 0 and missingPairs in [0, 1)");
            }
        }
    }

    /**
     * @param data counts with annotations
     * @param batchFactors batches x genes: factor on the expression of a gene in a batch
     * @param expression cells' expected expression before batch and library, types x genes
     */
    public record Simulation(AnnData data, double[][] batchFactors, double[][] expression) {}

    private final Settings settings;
    private final RandomDataGenerator random;

    private SplatterLike(Settings settings, long seed) {
        this.settings = settings;
        this.random = new RandomDataGenerator(seed);
    }

    /** The same settings and seed give the same data. */
    public static Simulation generate(Settings settings, long seed) {
        return new SplatterLike(settings, seed).generate();
    }

    private Simulation generate() {
        double[] base = geneMeans();
        double[][] expression = typeExpression(base);
        double[][] batchFactors = batchFactors();
        double[] dispersion = new double[settings.genes];
        for (int gene = 0; gene < dispersion.length; gene++) {
            // chi squared with 60 degrees of freedom
            dispersion[gene] = Math.sqrt(60 / random.nextGamma(30, 2));
        }
        double[] batchWeights = dirichlet(settings.batches, 3);
        double[][] composition = compositions();
        double[] batchDepth = new double[settings.batches];
        for (int batch = 0; batch < batchDepth.length; batch++) {
            batchDepth[batch] = 8 + random.nextNormal(0, 0.3);
        }
        int[] batchOf = new int[settings.cells];
        int[] typeOf = new int[settings.cells];
        Counts counts = new Counts(settings.cells);
        float[] truth =
                settings.truth
                        ? new float[Math.multiplyExact(settings.cells, settings.genes)]
                        : new float[0];
        for (int cell = 0; cell < settings.cells; cell++) {
            batchOf[cell] = draw(batchWeights);
            typeOf[cell] = draw(composition[batchOf[cell]]);
            double library = logNormal(batchDepth[batchOf[cell]], 0.35);
            double[] type = expression[typeOf[cell]];
            counts.addCell(
                    expected(type, batchFactors[batchOf[cell]], library), dispersion, random);
            if (settings.truth) {
                double sum = Arrays.stream(type).sum();
                for (int gene = 0; gene < settings.genes; gene++) {
                    truth[cell * settings.genes + gene] = (float) (library * type[gene] / sum);
                }
            }
        }
        return new Simulation(
                annotated(counts.toMatrix(settings.genes), batchOf, typeOf, truth),
                batchFactors,
                expression);
    }

    private double[] geneMeans() {
        double[] means = new double[settings.genes];
        for (int gene = 0; gene < means.length; gene++) {
            means[gene] = random.nextGamma(0.6, 1 / 0.3);
            if (random.nextDouble() < 0.05) {
                means[gene] *= logNormal(1.5, 0.5);
            }
        }
        return means;
    }

    private double[][] typeExpression(double[] base) {
        double[][] expression = new double[settings.types][];
        for (int type = 0; type < expression.length; type++) {
            expression[type] = base.clone();
            for (int gene = 0; gene < base.length; gene++) {
                if (random.nextDouble() < 0.1) {
                    double factor = logNormal(0.3, 0.6);
                    expression[type][gene] *= random.nextBoolean() ? factor : 1 / factor;
                }
            }
        }
        return expression;
    }

    private double[][] batchFactors() {
        double[][] factors = new double[settings.batches][settings.genes];
        for (double[] ofBatch : factors) {
            for (int gene = 0; gene < ofBatch.length; gene++) {
                ofBatch[gene] = Math.exp(settings.batchSigma * random.nextGaussian());
            }
        }
        return factors;
    }

    private double[][] compositions() {
        double[][] composition = new double[settings.batches][];
        for (int batch = 0; batch < composition.length; batch++) {
            composition[batch] = dirichlet(settings.types, 1.5);
            int kept = random.nextInt(settings.types);
            for (int type = 0; type < settings.types; type++) {
                // one type always stays
                if (random.nextDouble() < settings.missingPairs && type != kept) {
                    composition[batch][type] = 0;
                }
            }
            normalize(composition[batch], 1);
        }
        return composition;
    }

    private double[] dirichlet(int size, double concentration) {
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            shares[i] = random.nextGamma(concentration, 1);
        }
        normalize(shares, 1);
        return shares;
    }

    /** The library's own log-normal sampler has another mean than exp(mu + sigma^2 / 2). */
    private double logNormal(double mu, double sigma) {
        return Math.exp(mu + sigma * random.nextGaussian());
    }

    private static double[] expected(double[] type, double[] batch, double library) {
        double[] expected = new double[type.length];
        for (int gene = 0; gene < expected.length; gene++) {
            expected[gene] = type[gene] * batch[gene];
        }
        normalize(expected, library);
        return expected;
    }

    private static void normalize(double[] values, double sum) {
        double factor = sum / Arrays.stream(values).sum();
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    private int draw(double[] shares) {
        double target = random.nextDouble();
        for (int i = 0; i < shares.length; i++) {
            target -= shares[i];
            if (target < 0) {
                return i;
            }
        }
        return shares.length - 1;
    }

    private AnnData annotated(CsrMatrix counts, int[] batchOf, int[] typeOf, float[] truth) {
        Frame obs =
                Frame.of(names("cell", settings.cells))
                        .with(
                                "batch",
                                new Column.Categorical(
                                        batchOf, names("batch", settings.batches), false))
                        .with(
                                "label",
                                new Column.Categorical(
                                        typeOf, names("type", settings.types), false));
        Map<String, Matrix> layers =
                settings.truth
                        ? Map.of(TRUTH, new DenseMatrix(settings.cells, settings.genes, truth))
                        : Map.of();
        return new AnnData(counts, obs, Frame.of(names("gene", settings.genes)), layers, Map.of());
    }

    /** prefix01, prefix02, ...: padded, so that sorting keeps the order. */
    private static List<String> names(String prefix, int number) {
        int digits = Integer.toString(number).length();
        return IntStream.rangeClosed(1, number)
                .mapToObj(i -> prefix + "0".repeat(digits - Integer.toString(i).length()) + i)
                .toList();
    }
}
