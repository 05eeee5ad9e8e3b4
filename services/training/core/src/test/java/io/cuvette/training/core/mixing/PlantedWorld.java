package io.cuvette.training.core.mixing;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import java.util.Arrays;

/**
 * Sources of linear regression whose usefulness for each other is planted: coordinates of size
 * {@code scales[source][coordinate]}, each source with weights of its own to be found. Held-out
 * losses and mean gradients are closed forms; training is stochastic.
 *
 * <pre>x_d ~ N(0, scale_d^2),  y = x . star + noise,  loss = (x . w - y)^2 / 2</pre>
 */
final class PlantedWorld {
    private static final double NOISE = 0.1;
    private static final int BATCH = 16;

    final double[][] scales;
    final double[][] stars;
    final double[] weights;

    private final RandomStream random;

    private PlantedWorld(double[][] scales, double[][] stars, long seed) {
        this.scales = scales;
        this.stars = stars;
        this.weights = new double[scales[0].length];
        this.random = new RandomStream(Seeds.hash(seed, "samples"));
    }

    /** All sources agree on the weights. */
    static PlantedWorld agreeing(double[][] scales, long seed) {
        double[] star = star(scales[0].length, Seeds.hash(seed, "star"));
        double[][] stars = new double[scales.length][];
        Arrays.fill(stars, star);
        return new PlantedWorld(scales, stars, seed);
    }

    /**
     * Source 0 and those marked helpful agree on the weights; each other one has its own.
     *
     * @param dimensions coordinates, all of size 1
     */
    static PlantedWorld disagreeing(boolean[] helpful, int dimensions, long seed) {
        double[][] scales = new double[helpful.length][dimensions];
        double[][] stars = new double[helpful.length][];
        for (int a = 0; a < helpful.length; a++) {
            Arrays.fill(scales[a], 1);
            long whose = a == 0 || helpful[a] ? 0 : a;
            stars[a] = star(dimensions, Seeds.hash(seed, whose));
        }
        return new PlantedWorld(scales, stars, seed);
    }

    private static double[] star(int dimensions, long seed) {
        RandomStream random = new RandomStream(seed);
        double[] star = new double[dimensions];
        Arrays.setAll(star, d -> random.nextGaussian());
        return star;
    }

    int sources() {
        return scales.length;
    }

    double[] losses() {
        double[] losses = new double[sources()];
        for (int a = 0; a < losses.length; a++) {
            losses[a] = loss(a);
        }
        return losses;
    }

    double loss(int source) {
        double sum = NOISE * NOISE;
        for (int d = 0; d < weights.length; d++) {
            double error = scales[source][d] * (weights[d] - stars[source][d]);
            sum += error * error;
        }
        return sum / 2;
    }

    double meanLoss() {
        return Arrays.stream(losses()).average().orElseThrow();
    }

    /** Mean gradient of a source. */
    double[] gradient(int source) {
        double[] gradient = new double[weights.length];
        for (int d = 0; d < weights.length; d++) {
            gradient[d] = scales[source][d] * scales[source][d] * (weights[d] - stars[source][d]);
        }
        return gradient;
    }

    /** Rows of source 0 that are few: coordinates, and what is to be predicted last. */
    double[][] fewSamples(int number) {
        double[][] samples = new double[number][];
        for (int i = 0; i < number; i++) {
            samples[i] = sample(0);
        }
        return samples;
    }

    double[] gradientOf(double[][] samples) {
        double[] gradient = new double[weights.length];
        for (double[] sample : samples) {
            addGradient(sample, 1.0 / samples.length, gradient);
        }
        return gradient;
    }

    /** Trains by stochastic gradient descent on a mixture of the sources. */
    void train(double[] proportions, int steps, double rate) {
        train(proportions, steps, rate, new double[0][]);
    }

    /** As above, half of each step on the given samples, if there are any. */
    void train(double[] proportions, int steps, double rate, double[][] besides) {
        for (int t = 0; t < steps; t++) {
            double[] gradient = new double[weights.length];
            double share = besides.length == 0 ? 1 : 0.5;
            for (int i = 0; i < BATCH; i++) {
                addGradient(sample(draw(proportions)), share / BATCH, gradient);
            }
            for (double[] sample : besides) {
                addGradient(sample, (1 - share) / besides.length, gradient);
            }
            for (int d = 0; d < weights.length; d++) {
                weights[d] -= rate * gradient[d];
            }
        }
    }

    private int draw(double[] proportions) {
        double u = random.nextDouble();
        int a = 0;
        while (a < proportions.length - 1 && u >= proportions[a]) {
            u -= proportions[a++];
        }
        return a;
    }

    private double[] sample(int source) {
        double[] sample = new double[weights.length + 1];
        double y = NOISE * random.nextGaussian();
        for (int d = 0; d < weights.length; d++) {
            sample[d] = scales[source][d] == 0 ? 0 : scales[source][d] * random.nextGaussian();
            y += sample[d] * stars[source][d];
        }
        sample[weights.length] = y;
        return sample;
    }

    private void addGradient(double[] sample, double weight, double[] gradient) {
        double error = -sample[weights.length];
        for (int d = 0; d < weights.length; d++) {
            error += weights[d] * sample[d];
        }
        for (int d = 0; d < weights.length; d++) {
            gradient[d] += weight * error * sample[d];
        }
    }

    static double cosine(double[] a, double[] b) {
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int d = 0; d < a.length; d++) {
            ab += a[d] * b[d];
            aa += a[d] * a[d];
            bb += b[d] * b[d];
        }
        return aa * bb == 0 ? 0 : ab / Math.sqrt(aa * bb);
    }
}
