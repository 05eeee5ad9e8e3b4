package io.cuvette.bench.training;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.loss.InfoNce;
import io.cuvette.training.core.loss.PairContext;
import io.cuvette.training.core.loss.PairLoss;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;

/**
 * Two encoders that find pairs: 12 factors that both views have and 10 of each view's own, seen
 * through saturating columns (60 of one view) and rectified ones (80 of the other) with noise;
 * perceptrons 60-96-24 and 80-96-24, InfoNCE at a fixed temperature, so that the loss is a function
 * of what the network gives out.
 */
final class PairedViews extends Workload {
    private static final long SEED = 303;
    private static final int PAIRS = 4_000;
    private static final int SHARED = 12;
    private static final int OWN = 10;
    private static final int[] COLUMNS = {60, 80};
    private static final int HIDDEN = 96;
    private static final int EMBEDDING = 24;
    private static final double NOISE = 0.45;
    private static final int NEAREST = 5;
    private static final InfoNce.Settings LOSS = new InfoNce.Settings(0.1, false, true);

    private final Split split = Split.of(PAIRS, 1, SEED);
    private final PtNDArray[] views = new PtNDArray[2];

    PairedViews() {
        RandomStream random = new RandomStream(SEED + 1);
        double[][] shared = new double[PAIRS][SHARED];
        for (double[] z : shared) {
            Arrays.setAll(z, d -> random.nextGaussian());
        }
        for (int view = 0; view < views.length; view++) {
            int columns = COLUMNS[view];
            double[][] weights = new double[columns][SHARED + OWN];
            for (double[] column : weights) {
                Arrays.setAll(column, d -> random.nextGaussian() / Math.sqrt(SHARED + OWN));
            }
            float[] values = new float[PAIRS * columns];
            double[] z = new double[SHARED + OWN];
            for (int pair = 0; pair < PAIRS; pair++) {
                double[] both = shared[pair];
                Arrays.setAll(z, d -> d < SHARED ? both[d] : random.nextGaussian());
                for (int c = 0; c < columns; c++) {
                    double sum = 0;
                    for (int d = 0; d < z.length; d++) {
                        sum += weights[c][d] * z[d];
                    }
                    double seen = view == 0 ? Math.tanh(2 * sum) : 2 * Math.max(0, sum) - 0.8;
                    values[pair * columns + c] = (float) (seen + NOISE * random.nextGaussian());
                }
            }
            views[view] = tensors.of(values, PAIRS, columns);
        }
    }

    @Override
    public String name() {
        return "pairs";
    }

    @Override
    public String title() {
        return "perceptrons 60-96-24 and 80-96-24, InfoNCE, batch 128";
    }

    @Override
    public Goal goal() {
        return new Goal("recall at 5", true, Targets.PAIRS);
    }

    @Override
    int batchSize() {
        return 128;
    }

    @Override
    Split split() {
        return split;
    }

    @Override
    Network network(Parameters parameters) {
        Linear[][] encoders = new Linear[2][];
        for (int view = 0; view < 2; view++) {
            String name = view == 0 ? "one" : "other";
            encoders[view] =
                    new Linear[] {
                        Linear.create(parameters, name + ".0", COLUMNS[view], HIDDEN),
                        Linear.create(parameters, name + ".1", HIDDEN, EMBEDDING)
                    };
        }
        PairLoss loss = new InfoNce(parameters, "loss", LOSS);
        return new Network() {
            private PtNDArray encoded(int view, PtNDArray rowsB) {
                PtNDArray rows = Functions.rows(views[view], rowsB);
                return encoders[view][1].apply(Functions.relu(encoders[view][0].apply(rows)));
            }

            @Override
            public Loss loss(PtNDArray rowsB) {
                PtNDArray one = encoded(0, rowsB);
                PtNDArray other = encoded(1, rowsB);
                PairContext context = new PairContext(rowsB, new RandomStream(0));
                return Loss.of(loss.evaluate(one, other, context)).withOutputs(one, other);
            }

            @Override
            public double metric(int[] rows) {
                PtNDArray rowsB = tensors.codes(rows);
                PtNDArray one = JniUtils.normalize(encoded(0, rowsB), 2, 1, 1e-12);
                PtNDArray other = JniUtils.normalize(encoded(1, rowsB), 2, 1, 1e-12);
                PtNDArray similarities = Functions.matmul(one, JniUtils.transpose(other, 0, 1));
                return Metrics.recallAt(NEAREST, similarities.toFloatArray(), rows.length);
            }
        };
    }
}
