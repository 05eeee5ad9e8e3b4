package io.cuvette.batchcorrection.synthetic;

import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Independent;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrBuilder;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.RowSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Counts in the manner of Splatter (Zappia, Phipson and Oshlack 2017): gamma gene means, log-normal
 * type and batch factors, library sizes, a mean-variance trend and logistic dropout.
 *
 * <p>Names: obs {@code batch} and {@code label}, and with a hierarchical batch effect {@code
 * donor}, {@code region}, {@code protocol} and {@code diagnosis}; layer {@code truth} on request.
 */
public final class SplatterLike {

    /** Name of the layer of expected counts without any batch factor. */
    public static final String TRUTH = "truth";

    /**
     * @param missingPairs probability that a batch lacks a type altogether
     * @param truth whether to add the layer {@link #TRUTH}, a dense matrix
     */
    public record Settings(
            int cells,
            int genes,
            int batches,
            int types,
            BatchEffect batchEffect,
            double missingPairs,
            boolean truth) {

        /** 20 batches and 8 types; with seed 1 the fixed instance "syn20". */
        public static final Settings SYN20 = new Settings(3000, 2500, 20, 8, 0.35, 0, false);

        /** 147 batches of some 40 cells and 8 types; with seed 2 the fixed instance "syn147". */
        public static final Settings SYN147 =
                new Settings(5880, 2000, 147, 8, Hierarchical.HEART, 0, false);

        public Settings {
            if (cells < 1 || genes < 1 || batches < 1 || types < 1) {
                throw new IllegalArgumentException(
                        "cells, genes, batches and types must be at least 1");
            }
            if (!(missingPairs >= 0 && missingPairs < 1)) {
                throw new IllegalArgumentException("missingPairs must be in [0, 1)");
            }
            if (batchEffect instanceof Hierarchical hierarchical
                    && batches > hierarchical.combinations()) {
                throw new IllegalArgumentException(
                        "%d donors x %d regions x %d protocols give at most %d batches, not %d"
                                .formatted(
                                        hierarchical.donors(),
                                        hierarchical.regions(),
                                        hierarchical.protocols(),
                                        hierarchical.combinations(),
                                        batches));
            }
        }

        /**
         * With an independent effect of each batch.
         *
         * @param batchSigma see {@link Independent}
         */
        public Settings(
                int cells,
                int genes,
                int batches,
                int types,
                double batchSigma,
                double missingPairs,
                boolean truth) {
            this(cells, genes, batches, types, new Independent(batchSigma), missingPairs, truth);
        }

        public Settings withBatchEffect(BatchEffect next) {
            return new Settings(cells, genes, batches, types, next, missingPairs, truth);
        }

        public Settings withMissingPairs(double next) {
            return new Settings(cells, genes, batches, types, batchEffect, next, truth);
        }

        public Settings withTruth() {
            return new Settings(cells, genes, batches, types, batchEffect, missingPairs, true);
        }
    }

    /**
     * @param data counts with annotations
     * @param truth what they were drawn from
     */
    public record Simulation(AnnData data, GroundTruth truth) {

        /** Batches x genes: factor on the expression of a gene in a batch. */
        public double[][] batchFactors() {
            return truth.batchFactors();
        }

        /** Types x genes: expected expression before batch and library. */
        public double[][] expression() {
            return truth.expression();
        }

        /** See {@link GroundTruth#rate(int, int)}. */
        public double[] rate(int cell, int batch) {
            return truth.rate(cell, batch);
        }
    }

    /**
     * A simulation whose counts went elsewhere.
     *
     * @param obs annotations of the cells
     * @param var names of the genes
     */
    public record Streamed(Frame obs, Frame var, GroundTruth truth) {}

    private final Settings settings;
    private final Draws draws;

    private SplatterLike(Settings settings, long seed) {
        this.settings = settings;
        this.draws = new Draws(seed);
    }

    /** The same settings and seed give the same data. */
    public static Simulation generate(Settings settings, long seed) {
        CsrBuilder counts = new CsrBuilder(settings.genes, 1 << 16);
        Streamed streamed;
        try {
            streamed = stream(settings, seed, counts);
        } catch (IOException e) {
            throw new UncheckedIOException("rows in memory", e);
        }
        Map<String, Matrix> layers =
                settings.truth ? Map.of(TRUTH, streamed.truth.ratesWithoutBatch()) : Map.of();
        return new Simulation(
                new AnnData(counts.finish(), streamed.obs, streamed.var, layers, Map.of()),
                streamed.truth);
    }

    /**
     * The same counts, handed over cell by cell and never held; {@link Settings#truth} is not used.
     *
     * @param counts takes one row a cell, in order; must not keep its arrays
     * @throws IOException of the sink
     */
    public static Streamed stream(Settings settings, long seed, RowSink counts) throws IOException {
        return new SplatterLike(settings, seed).stream(counts);
    }

    private Streamed stream(RowSink counts) throws IOException {
        double[] base = geneMeans();
        double[][] expression = typeExpression(base);
        BatchFactors batches =
                BatchFactors.draw(settings.batchEffect, settings.batches, settings.genes, draws);
        double[] dispersion = new double[settings.genes];
        for (int gene = 0; gene < dispersion.length; gene++) {
            // chi squared with 60 degrees of freedom
            dispersion[gene] = Math.sqrt(60 / draws.gamma(30, 2));
        }
        double[] batchWeights = draws.dirichlet(settings.batches, 3);
        double[][] composition = compositions();
        double[] batchDepth = new double[settings.batches];
        for (int batch = 0; batch < batchDepth.length; batch++) {
            batchDepth[batch] = 8 + draws.generator().nextNormal(0, 0.3);
        }
        int[] batchOf = new int[settings.cells];
        int[] typeOf = new int[settings.cells];
        double[] libraries = new double[settings.cells];
        GroundTruth truth =
                new GroundTruth(expression, batches.factors(), batchOf, typeOf, libraries);
        CountSampler sampler = new CountSampler(dispersion, draws.generator(), counts);
        for (int cell = 0; cell < settings.cells; cell++) {
            batchOf[cell] = draws.pick(batchWeights);
            typeOf[cell] = draws.pick(composition[batchOf[cell]]);
            libraries[cell] = draws.logNormal(batchDepth[batchOf[cell]], 0.35);
            sampler.addCell(truth.rate(cell));
        }
        return new Streamed(
                annotations(truth, batches),
                Frame.of(Names.numbered("gene", settings.genes)),
                truth);
    }

    private double[] geneMeans() {
        double[] means = new double[settings.genes];
        for (int gene = 0; gene < means.length; gene++) {
            means[gene] = draws.gamma(0.6, 1 / 0.3);
            if (draws.uniform() < 0.05) {
                means[gene] *= draws.logNormal(1.5, 0.5);
            }
        }
        return means;
    }

    private double[][] typeExpression(double[] base) {
        double[][] expression = new double[settings.types][];
        for (int type = 0; type < expression.length; type++) {
            expression[type] = base.clone();
            for (int gene = 0; gene < base.length; gene++) {
                if (draws.uniform() < 0.1) {
                    double factor = draws.logNormal(0.3, 0.6);
                    expression[type][gene] *= draws.generator().nextBoolean() ? factor : 1 / factor;
                }
            }
        }
        return expression;
    }

    private double[][] compositions() {
        double[][] composition = new double[settings.batches][];
        for (int batch = 0; batch < composition.length; batch++) {
            composition[batch] = draws.dirichlet(settings.types, 1.5);
            int kept = draws.generator().nextInt(settings.types);
            for (int type = 0; type < settings.types; type++) {
                // one type always stays
                if (draws.uniform() < settings.missingPairs && type != kept) {
                    composition[batch][type] = 0;
                }
            }
            Draws.normalize(composition[batch], 1);
        }
        return composition;
    }

    private Frame annotations(GroundTruth truth, BatchFactors batches) {
        Frame obs =
                Frame.of(Names.numbered("cell", settings.cells))
                        .with(
                                "batch",
                                new Column.Categorical(
                                        truth.batches(),
                                        Names.numbered("batch", settings.batches),
                                        false))
                        .with(
                                "label",
                                new Column.Categorical(
                                        truth.types(),
                                        Names.numbered("type", settings.types),
                                        false));
        for (Map.Entry<String, BatchFactors.Origin> origin : batches.origins().entrySet()) {
            int[] codes =
                    Arrays.stream(truth.batches())
                            .map(batch -> origin.getValue().ofBatch()[batch])
                            .toArray();
            obs =
                    obs.with(
                            origin.getKey(),
                            new Column.Categorical(codes, origin.getValue().names(), false));
        }
        return obs;
    }
}
