package io.cuvette.training.core.uncertainty;

/** Probabilities from logits, without overflow. */
final class Softmax {

    private Softmax() {}

    static double[] of(double[] logits, double temperature) {
        double largest = logits[top(logits)];
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] = Math.exp((logits[c] - largest) / temperature);
            sum += probabilities[c];
        }
        for (int c = 0; c < logits.length; c++) {
            probabilities[c] /= sum;
        }
        return probabilities;
    }

    /** Index of the largest logit; the first of equal ones. */
    static int top(double[] logits) {
        int top = 0;
        for (int c = 1; c < logits.length; c++) {
            if (logits[c] > logits[top]) {
                top = c;
            }
        }
        return top;
    }
}
