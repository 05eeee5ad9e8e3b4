package io.cuvette.bench.training;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;

/**
 * A classifier of rows of a table, one in 30 of them positive: clouds of either class among each
 * other in a space of 8 dimensions, seen through 24 saturating columns with noise; perceptron
 * 24-64-64-2, cross-entropy.
 */
final class RareClass extends Workload {
    private static final long SEED = 101;
    private static final int ROWS = 15_000;
    private static final int FEATURES = 24;
    private static final int HIDDEN = 64;
    private static final int DIMENSIONS = 8;
    private static final int POSITIVE_CLOUDS = 6;
    private static final int CLOUDS = 30;
    private static final double RARITY = 1.0 / 30;
    private static final double SPREAD = 0.45;
    private static final double NOISE = 0.15;

    private final Split split = Split.of(ROWS, 1, SEED);
    private final int[] codes = new int[ROWS];
    private final PtNDArray x;
    private final PtNDArray classes;

    RareClass() {
        RandomStream random = new RandomStream(SEED + 1);
        double[][] centres = new double[CLOUDS][DIMENSIONS];
        for (double[] centre : centres) {
            Arrays.setAll(centre, d -> random.nextGaussian());
        }
        double[][] columns = new double[FEATURES][DIMENSIONS];
        for (double[] column : columns) {
            Arrays.setAll(column, d -> random.nextGaussian() / Math.sqrt(DIMENSIONS));
        }
        float[] values = new float[ROWS * FEATURES];
        double[] z = new double[DIMENSIONS];
        for (int row = 0; row < ROWS; row++) {
            codes[row] = random.nextDouble() < RARITY ? 1 : 0;
            int cloud =
                    codes[row] == 1
                            ? random.nextInt(POSITIVE_CLOUDS)
                            : POSITIVE_CLOUDS + random.nextInt(CLOUDS - POSITIVE_CLOUDS);
            Arrays.setAll(z, d -> centres[cloud][d] + SPREAD * random.nextGaussian());
            for (int f = 0; f < FEATURES; f++) {
                double sum = 0;
                for (int d = 0; d < DIMENSIONS; d++) {
                    sum += columns[f][d] * z[d];
                }
                values[row * FEATURES + f] =
                        (float) (Math.tanh(2 * sum) + NOISE * random.nextGaussian());
            }
        }
        x = tensors.of(values, ROWS, FEATURES);
        classes = tensors.codes(codes);
    }

    @Override
    public String name() {
        return "rare class";
    }

    @Override
    public String title() {
        return "perceptron 24-64-64-2, 1 row in 30 positive, batch 128";
    }

    @Override
    public Goal goal() {
        return new Goal("average precision", true, Targets.RARE_CLASS);
    }

    @Override
    int batchSize() {
        return 128;
    }

    @Override
    Split split() {
        return split;
    }

    /** Number of positive ones among rows. */
    long positives(int[] rows) {
        return Arrays.stream(rows).filter(row -> codes[row] == 1).count();
    }

    @Override
    Network network(Parameters parameters) {
        Linear first = Linear.create(parameters, "first", FEATURES, HIDDEN);
        Linear second = Linear.create(parameters, "second", HIDDEN, HIDDEN);
        Linear last = Linear.create(parameters, "last", HIDDEN, 2);
        return new Network() {
            private PtNDArray logits(PtNDArray rowsB) {
                PtNDArray h = Functions.relu(first.apply(Functions.rows(x, rowsB)));
                return last.apply(Functions.relu(second.apply(h)));
            }

            @Override
            public Loss loss(PtNDArray rowsB) {
                PtNDArray logits = logits(rowsB);
                PtNDArray codesB = (PtNDArray) classes.gather(rowsB, 0);
                return Loss.of(Functions.softmaxCrossEntropy(logits, codesB)).withOutputs(logits);
            }

            @Override
            public double metric(int[] rows) {
                float[] logits = logits(tensors.codes(rows)).toFloatArray();
                float[] scores = new float[rows.length];
                boolean[] positive = new boolean[rows.length];
                for (int i = 0; i < rows.length; i++) {
                    scores[i] = logits[2 * i + 1] - logits[2 * i];
                    positive[i] = codes[rows[i]] == 1;
                }
                return Metrics.averagePrecision(scores, positive);
            }
        };
    }
}
