package io.cuvette.training.core.mixing;

import io.cuvette.training.core.tensor.RandomStream;

/** Draws of distributions over sources. */
final class Dirichlet {

    private Dirichlet() {}

    /** A draw of {@code Dirichlet(strength * centre)}. */
    static double[] draw(double[] centre, double strength, RandomStream random) {
        double[] logs = new double[centre.length];
        for (int a = 0; a < centre.length; a++) {
            logs[a] = logGamma(strength * centre[a], random);
        }
        // in logarithms: small shapes give values below the smallest double
        return Proportions.softmax(logs);
    }

    /**
     * Logarithm of a gamma draw (Marsaglia and Tsang, "A simple method for generating gamma
     * variables", ACM TOMS 2000, with their step for shapes below 1).
     */
    private static double logGamma(double shape, RandomStream random) {
        double d = shape + 1 - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            double u = 1 - random.nextDouble();
            if (v > 0) {
                double cube = v * v * v;
                double bound = x * x / 2 + d - d * cube + d * StrictMath.log(cube);
                if (StrictMath.log(u) < bound) {
                    double down = StrictMath.log(1 - random.nextDouble()) / shape;
                    return StrictMath.log(d * cube) + down;
                }
            }
        }
    }
}
