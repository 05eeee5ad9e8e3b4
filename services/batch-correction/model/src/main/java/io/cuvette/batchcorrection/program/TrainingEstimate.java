package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.training.core.program.JobCheck.Estimate;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a training job takes, method by method; seconds are rough figures for two cores.
 *
 * <p>Matrices and embeddings lie in scratch files, whatever the format. On the heap: names and
 * codes of each cell, the layout of each method, the covariance of the genes, checkpoints on their
 * way, Harmony, what scoring holds. Outside of it: weights, gradients and Adam's two moments, and
 * the activations of a step; networks are trained one after the other.
 */
final class TrainingEstimate {

    private static final long BASE_HEAP = 384L << 20;
    private static final long BASE_TENSORS = 300L << 20;
    private static final double START_SECONDS = 5;

    /** Two passes over compressed values. */
    private static final double SECONDS_A_STORED_VALUE = 2e-7;

    /** Of plain loops, and of the tensor library. */
    private static final double LOOP_RATE = 1e9;

    private static final double TENSOR_RATE = 15e9;

    /** Forward, and both gradients. */
    private static final int FLOP_A_WEIGHT = 6;

    /** A posterior entry a step: draw, softplus, divergence, their gradients and moments. */
    private static final int FLOP_A_TABLE_ENTRY = 100;

    private static final int FLOP_AN_OFFSET = 20;

    /** 69,000 cells x 50 with 100 clusters take 27 s for rounds of which ten are usual. */
    private static final double HARMONY_SECONDS = 27 / (69_000.0 * 50 * 100);

    private static final double USUAL_ITERATIONS = 10 * 20;

    private final DatasetDescription dataset;
    private final BatchCorrectionSettings settings;
    private final long cells;
    private final long trainCells;
    private final long genes;
    private final long batches;
    private final int batchSize;
    private final Set<Method> rows;
    private final ScoringCost scoring;

    private TrainingEstimate(DatasetDescription dataset, BatchCorrectionSettings settings) {
        this.dataset = dataset;
        this.settings = settings;
        this.cells = dataset.cells();
        this.trainCells = Math.max(1, cells * 3 / 5);
        this.genes = Math.min(dataset.genes(), settings.preprocessing().highlyVariableGenes());
        this.batches = batches(dataset, settings.batchKey());
        this.batchSize = settings.batchSize((int) trainCells);
        // the baseline of every score, whether or not it was asked for
        this.rows = EnumSet.of(Method.PCA);
        this.rows.addAll(settings.methods());
        this.scoring = ScoringCost.of(dataset, settings, cells - trainCells);
    }

    static Estimate of(DatasetDescription dataset, BatchCorrectionSettings settings) {
        TrainingEstimate estimate = new TrainingEstimate(dataset, settings);
        return new Estimate(
                estimate.heap(), estimate.tensors(), estimate.steps(), estimate.seconds());
    }

    static long batches(DatasetDescription dataset, String batchKey) {
        return dataset.column(batchKey)
                .map(column -> Math.min(column.distinct(), DesignCheck.MOST_BATCHES))
                .orElse(2);
    }

    /**
     * Seconds of a fit of Harmony.
     *
     * @param dimensions of the uncorrected cells
     */
    static double harmonySeconds(long cells, long dimensions, BatchCorrectionSettings settings) {
        double iterations = (double) settings.harmony().maxOuter() * settings.harmony().maxInner();
        return HARMONY_SECONDS
                * cells
                * dimensions
                * settings.harmony().clustersFor((int) Math.min(cells, Integer.MAX_VALUE))
                * Math.max(1, iterations / USUAL_ITERATIONS);
    }

    /** Seconds of a PCA: covariance of sparse rows, then products with it. */
    static double pcaSeconds(
            DatasetDescription dataset, long genes, BatchCorrectionSettings settings) {
        double inARow =
                (double) dataset.storedValues()
                        / Math.max(1, dataset.cells())
                        * genes
                        / Math.max(1, dataset.genes());
        double covariance = dataset.cells() * inARow * inARow;
        return (covariance + 4.0 * genes * genes * settings.components()) / LOOP_RATE;
    }

    private long heap() {
        long bytesACell = 200 + 2L * Float.BYTES * (rows.size() + 1);
        // means of the batches, in single and double precision, and the moments of effects
        long tables = batches * genes * (rows.contains(Method.MEDL_PLUS) ? 40 : 12);
        return BASE_HEAP
                + bytesACell * cells
                + 24 * genes * genes
                + 12 * largestWeights()
                + tables
                + harmonyBytes()
                + scoring.bytes(widest())
                + scoring.bytesKept(rows.size() + settings.concatenations().size());
    }

    /** Scores in double precision and the fit itself, which holds all cells. */
    private long harmonyBytes() {
        if (!rows.contains(Method.HARMONY)) {
            return 0;
        }
        int held = (int) Math.min(cells, Integer.MAX_VALUE);
        return Harmony.bytes(
                        held,
                        settings.components(),
                        (int) batches,
                        settings.harmony().clustersFor(held))
                + 3L * Float.BYTES * settings.components() * cells;
    }

    private long dimensions(Method method) {
        return method.isNetwork() ? settings.architecture().latent() : settings.components();
    }

    private long dimensions(Concatenation concatenation) {
        return concatenation.methods().stream().mapToLong(this::dimensions).sum();
    }

    private long widest() {
        long alone = rows.stream().mapToLong(this::dimensions).max().orElse(0);
        long together =
                settings.concatenations().stream().mapToLong(this::dimensions).max().orElse(0);
        return Math.max(alone, together);
    }

    private long tensors() {
        return BASE_TENSORS + 16 * largestWeights() + 64L * batchSize * (genes + 2_000);
    }

    private long largestWeights() {
        return rows.stream().mapToLong(this::weights).max().orElse(0);
    }

    /** Parameters of a method's networks, biases left out. */
    private long weights(Method method) {
        return switch (method) {
            case PCA, HARMONY -> 0;
            case AE -> autoencoder();
            case FE -> autoencoder() + adversary();
            case FEC -> autoencoder() + adversary() + classifier();
            // its decoder is not tied; a mean and a deviation of each entry
            case RE -> 2 * autoencoder() + 2 * tableEntries();
            case MEDL_PLUS -> autoencoder() + batches * genes;
        };
    }

    private long autoencoder() {
        Architecture units = settings.architecture();
        return genes * units.hidden1()
                + (long) units.hidden1() * units.hidden2()
                + (long) units.hidden2() * units.latent();
    }

    private long adversary() {
        Architecture units = settings.architecture();
        return (long) units.activations() * units.hidden1()
                + (long) units.hidden1() * units.hidden2()
                + units.hidden2() * batches;
    }

    /** Of labels, through two units. */
    private long classifier() {
        return 2L * settings.architecture().latent() + 2L * DesignCheck.MOST_LABELS;
    }

    /** Scale and offset of each batch: of the units of both coders, and of the genes. */
    private long tableEntries() {
        Architecture units = settings.architecture();
        return 2 * batches * (2L * (units.hidden1() + units.hidden2()) + genes);
    }

    private long stepsOfANetwork() {
        return settings.epochs() * Math.max(1, trainCells / batchSize);
    }

    private long steps() {
        return rows.stream().filter(Method::isNetwork).count() * stepsOfANetwork();
    }

    private double seconds() {
        double seconds =
                START_SECONDS
                        + dataset.storedValues() * SECONDS_A_STORED_VALUE
                        + pcaSeconds(dataset, genes, settings);
        for (Method method : rows) {
            seconds +=
                    trainingSeconds(method)
                            + scoring.seconds(dimensions(method))
                            + scoring.layoutSeconds();
        }
        for (Concatenation concatenation : settings.concatenations()) {
            seconds += scoring.seconds(dimensions(concatenation));
        }
        return seconds;
    }

    private double trainingSeconds(Method method) {
        return switch (method) {
            case PCA -> 0;
            case HARMONY -> harmonySeconds(cells, settings.components(), settings);
            case AE, FE, FEC, RE, MEDL_PLUS ->
                    stepsOfANetwork()
                            * (batchSize * flopOfACell(method) + flopOfAStep(method))
                            / TENSOR_RATE;
        };
    }

    /** Both coders; an adversary is trained in one step and held against them in the other. */
    private double flopOfACell(Method method) {
        double coders = 2.0 * FLOP_A_WEIGHT * autoencoder();
        double against = 2.0 * autoencoder() + 2.0 * FLOP_A_WEIGHT * adversary();
        return switch (method) {
            case PCA, HARMONY -> 0;
            case AE, RE, MEDL_PLUS -> coders;
            case FE -> coders + against;
            case FEC -> coders + against + (double) FLOP_A_WEIGHT * classifier();
        };
    }

    private double flopOfAStep(Method method) {
        return switch (method) {
            case PCA, HARMONY, AE, FE, FEC -> 0;
            case RE -> (double) FLOP_A_TABLE_ENTRY * tableEntries();
            case MEDL_PLUS -> (double) FLOP_AN_OFFSET * batches * genes;
        };
    }
}
