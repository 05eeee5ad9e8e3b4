package io.cuvette.training.core.uncertainty;

/** Temperatures by which logits are divided; they change confidences, not predictions. */
@FunctionalInterface
public interface Calibrator {

    /** A positive temperature of each sample. */
    double[] temperatures(ClassPredictions predictions);

    /** Calibrated probability of each class of each sample. */
    default double[][] probabilities(ClassPredictions predictions) {
        double[] temperatures = temperatures(predictions);
        double[][] probabilities = new double[temperatures.length][];
        for (int i = 0; i < temperatures.length; i++) {
            probabilities[i] = Softmax.of(predictions.logitsNC()[i], temperatures[i]);
        }
        return probabilities;
    }

    /** Calibrated probability of each sample's predicted class. */
    default double[] confidences(ClassPredictions predictions) {
        double[][] probabilities = probabilities(predictions);
        double[] confidences = new double[probabilities.length];
        for (int i = 0; i < confidences.length; i++) {
            confidences[i] = probabilities[i][Softmax.top(predictions.logitsNC()[i])];
        }
        return confidences;
    }
}
