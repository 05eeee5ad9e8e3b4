package io.cuvette.batchcorrection.method;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.Arrays;

/**
 * The head of {@code fec} that names a cell's label from its latent h (spec 1.3):
 *
 * <pre>
 *   p = softmax(ReLU(h W0 + b0) W1 + b1)
 * </pre>
 *
 * <p>So few numbers that they need no tensors.
 */
public final class LabelClassifier {

    private final int latent;
    private final int units;
    private final int labels;
    private final float[] weight0;
    private final float[] bias0;
    private final float[] weight1;
    private final float[] bias1;

    /**
     * @param weight0 [latent, units], row-major
     * @param bias0 [units]
     * @param weight1 [units, labels], row-major
     * @param bias1 [labels]
     * @throws IllegalArgumentException when the shapes do not fit
     */
    public LabelClassifier(float[] weight0, float[] bias0, float[] weight1, float[] bias1) {
        this.units = bias0.length;
        this.labels = bias1.length;
        if (units == 0
                || labels == 0
                || weight0.length % units != 0
                || weight1.length != Math.multiplyExact(units, labels)) {
            throw new IllegalArgumentException(
                    "a classifier of %d units and %d labels with %d and %d weights"
                            .formatted(units, labels, weight0.length, weight1.length));
        }
        this.latent = weight0.length / units;
        this.weight0 = weight0.clone();
        this.bias0 = bias0.clone();
        this.weight1 = weight1.clone();
        this.bias1 = bias1.clone();
    }

    /**
     * What the classifier says of cells.
     *
     * @param labels code of the most probable label of each cell
     * @param probabilities of these labels
     */
    public record Prediction(int[] labels, double[] probabilities) {}

    public int labels() {
        return labels;
    }

    /**
     * Names the label of each cell.
     *
     * @param latents of {@code fec}, cells x latent
     */
    public Prediction predict(DenseMatrix latents) {
        int[] named = new int[latents.rows()];
        double[] sure = new double[latents.rows()];
        for (int cell = 0; cell < named.length; cell++) {
            double[] probabilities = probabilities(latents, cell);
            for (int label = 0; label < labels; label++) {
                if (probabilities[label] > sure[cell]) {
                    named[cell] = label;
                    sure[cell] = probabilities[label];
                }
            }
        }
        return new Prediction(named, sure);
    }

    /** p of every label for one of the cells. */
    public double[] probabilities(DenseMatrix latents, int cell) {
        if (latents.columns() != latent) {
            throw new IllegalArgumentException(
                    "latents of %d dimensions for a classifier of %d"
                            .formatted(latents.columns(), latent));
        }
        double[] logits = new double[labels];
        logits(latents, cell, logits);
        double largest = Arrays.stream(logits).max().orElseThrow();
        double[] shares = new double[labels];
        double sum = 0;
        for (int label = 0; label < labels; label++) {
            // from the largest, so that nothing overflows
            shares[label] = Math.exp(logits[label] - largest);
            sum += shares[label];
        }
        for (int label = 0; label < labels; label++) {
            shares[label] /= sum;
        }
        return shares;
    }

    private void logits(DenseMatrix latents, int cell, double[] logits) {
        for (int label = 0; label < labels; label++) {
            logits[label] = bias1[label];
        }
        for (int unit = 0; unit < units; unit++) {
            double h = bias0[unit];
            for (int d = 0; d < latent; d++) {
                h += (double) latents.get(cell, d) * weight0[d * units + unit];
            }
            for (int label = 0; h > 0 && label < labels; label++) {
                logits[label] += h * weight1[unit * labels + label];
            }
        }
    }
}
