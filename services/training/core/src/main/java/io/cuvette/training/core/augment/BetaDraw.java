package io.cuvette.training.core.augment;

import io.cuvette.training.core.tensor.RandomStream;

/** Draws from Beta(shape, shape) by two gamma variables. */
final class BetaDraw {

    private BetaDraw() {}

    /** A value in 0 to 1. */
    static double symmetric(double shape, RandomStream random) {
        double x = logGamma(shape, random);
        double y = logGamma(shape, random);
        // in logarithms, as small shapes give values below the smallest double
        return 1 / (1 + StrictMath.exp(y - x));
    }

    /**
     * The logarithm of a gamma variable by Marsaglia and Tsang (ACM TOMS 26, 2000), for shapes
     * below 1 by their boost {@code gamma(shape) = gamma(shape + 1) u^(1 / shape)}.
     */
    private static double logGamma(double shape, RandomStream random) {
        if (shape < 1) {
            double u = 1 - random.nextDouble();
            return logGamma(shape + 1, random) + StrictMath.log(u) / shape;
        }
        double d = shape - 1.0 / 3;
        double c = 1 / StrictMath.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            double cube = v * v * v;
            double logU = StrictMath.log(1 - random.nextDouble());
            if (logU < 0.5 * x * x + d - d * cube + d * StrictMath.log(cube)) {
                return StrictMath.log(d * cube);
            }
        }
    }
}
