package io.cuvette.training.core.norm;

import io.cuvette.training.core.optimizer.Sgd;

/** Trains a network at several rates and seeds; the rate is chosen on held-out rows of its own. */
public record NormStudy(
        Blobs.Sample training, Blobs.Sample validation, Blobs.Sample test, int length, int seeds) {

    /**
     * Means over the seeds at the chosen rate.
     *
     * @param trainingLoss of the last tenth of the steps, as training sees it
     * @param loss of the test sample, as the model is used
     * @param error share of the test sample that is classified wrongly
     */
    record Outcome(double rate, double trainingLoss, double loss, double error) {}

    /** The outcome at the rate with the lowest error on the validation sample. */
    Outcome best(NormNet.Shape shape, int batch, int steps, double... rates) {
        double lowest = Double.POSITIVE_INFINITY;
        Outcome best = new Outcome(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        for (double rate : rates) {
            double trained = 0;
            double chosenBy = 0;
            double loss = 0;
            double error = 0;
            for (int seed = 0; seed < seeds; seed++) {
                try (NormNet net = net(shape, seed)) {
                    trained +=
                            net.train(training, length, batch, steps, rate, seed, step -> {})
                                    / seeds;
                    chosenBy += net.error(validation) / seeds;
                    loss += net.loss(test) / seeds;
                    error += net.error(test) / seeds;
                }
            }
            if (chosenBy < lowest) {
                lowest = chosenBy;
                best = new Outcome(rate, trained, loss, error);
            }
        }
        return best;
    }

    public static NormNet net(NormNet.Shape shape, long seed) {
        return new NormNet(
                shape, (tensors, group) -> new Sgd(tensors, group, Sgd.Settings.DEFAULT), seed);
    }
}
