package io.cuvette.training.core.batching;

import io.cuvette.training.core.sampling.EpochSampler;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;

/** Gradient descent on a small softsign network in plain Java, one batch a step. */
final class PlainClassifier {
    private static final int HIDDEN = 16;

    private final BlobTask task;
    private final EpochSampler sampler;
    private final double rate;
    private final double[][] w = new double[HIDDEN][BlobTask.INPUTS + 1];
    private final double[][] v = new double[BlobTask.CLASSES][HIDDEN + 1];
    private final double[] h = new double[HIDDEN];
    private final double[] p = new double[BlobTask.CLASSES];
    private long epoch;

    long rowsSeen;

    PlainClassifier(BlobTask task, int batchSize, double rate, long seed) {
        this.task = task;
        this.rate = rate;
        this.sampler = new EpochSampler(task.rows(), batchSize, true, seed);
        RandomStream random = new RandomStream(seed);
        for (double[][] layer : List.of(w, v)) {
            for (double[] unit : layer) {
                Arrays.setAll(unit, j -> random.nextGaussian() / Math.sqrt(unit.length));
            }
        }
    }

    int batchesPerEpoch() {
        return sampler.stepsPerEpoch();
    }

    /** The next epoch of training, as the batching has it. */
    void epoch(Batching batching) {
        for (Position position : batching.batches(epoch)) {
            double loss = step(sampler.batch(position.epoch(), position.step()));
            batching.observe(epoch, TrainedStep.of(List.of(position), new double[] {loss}));
        }
        epoch++;
    }

    private double step(int[] rows) {
        double[][] dw = new double[HIDDEN][BlobTask.INPUTS + 1];
        double[][] dv = new double[BlobTask.CLASSES][HIDDEN + 1];
        double loss = 0;
        for (int row : rows) {
            forward(task.x(), row);
            loss -= Math.log(p[task.labels()[row]]) / rows.length;
            p[task.labels()[row]] -= 1;
            for (int j = 0; j < HIDDEN; j++) {
                double back = 0;
                for (int k = 0; k < p.length; k++) {
                    dv[k][j] += p[k] * h[j] / rows.length;
                    back += p[k] * v[k][j] / rows.length;
                }
                double slope = 1 - Math.abs(h[j]);
                addInputs(dw[j], back * slope * slope, row);
            }
            for (int k = 0; k < p.length; k++) {
                dv[k][HIDDEN] += p[k] / rows.length;
            }
        }
        descend(w, dw);
        descend(v, dv);
        rowsSeen += rows.length;
        return loss;
    }

    private void addInputs(double[] unit, double scale, int row) {
        for (int i = 0; i < BlobTask.INPUTS; i++) {
            unit[i] += scale * task.x()[row * BlobTask.INPUTS + i];
        }
        unit[BlobTask.INPUTS] += scale;
    }

    private void descend(double[][] layer, double[][] gradient) {
        for (int k = 0; k < layer.length; k++) {
            for (int j = 0; j < layer[k].length; j++) {
                layer[k][j] -= rate * gradient[k][j];
            }
        }
    }

    /** Activations and chances of one row. */
    private void forward(float[] x, int row) {
        for (int j = 0; j < HIDDEN; j++) {
            double sum = w[j][BlobTask.INPUTS];
            for (int i = 0; i < BlobTask.INPUTS; i++) {
                sum += w[j][i] * x[row * BlobTask.INPUTS + i];
            }
            h[j] = sum / (1 + Math.abs(sum));
        }
        double total = 0;
        for (int k = 0; k < p.length; k++) {
            double sum = v[k][HIDDEN];
            for (int j = 0; j < HIDDEN; j++) {
                sum += v[k][j] * h[j];
            }
            p[k] = Math.exp(sum);
            total += p[k];
        }
        for (int k = 0; k < p.length; k++) {
            p[k] /= total;
        }
    }

    /** Mean over classes of the share of held-out rows that are told right. */
    double balancedAccuracy() {
        float[] chances = new float[task.testLabels().length * BlobTask.CLASSES];
        for (int row = 0; row < task.testLabels().length; row++) {
            forward(task.testX(), row);
            for (int k = 0; k < p.length; k++) {
                chances[row * BlobTask.CLASSES + k] = (float) p[k];
            }
        }
        return task.balancedAccuracy(chances);
    }
}
