package io.cuvette.batchcorrection.umap;

/**
 * Similarity of two points of the plane at distance x: 1 / (1 + a x^(2b)).
 *
 * @param a scale
 * @param b half the exponent
 */
record Curve(double a, double b) {
    private static final int SAMPLES = 300;
    private static final int MAX_ITERATIONS = 500;

    /**
     * Least-squares fit (Levenberg-Marquardt) to the target of the paper's section 3.2: 1 up to
     * {@code minDistance}, then exp(-(x - minDistance) / spread), at 300 points of [0, 3 spread].
     */
    static Curve fit(double minDistance, double spread) {
        double[] x = new double[SAMPLES];
        double[] y = new double[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            x[i] = 3 * spread * i / (SAMPLES - 1);
            y[i] = x[i] < minDistance ? 1 : Math.exp(-(x[i] - minDistance) / spread);
        }
        Curve best = new Curve(1, 1);
        double error = best.squaredError(x, y);
        double damping = 1e-3;
        for (int iteration = 0; iteration < MAX_ITERATIONS && damping < 1e12; iteration++) {
            Curve next = best.step(x, y, damping);
            double nextError = next.squaredError(x, y);
            if (nextError < error) {
                boolean settled = error - nextError <= 1e-15 * error;
                best = next;
                error = nextError;
                damping /= 10;
                if (settled) {
                    break;
                }
            } else {
                damping *= 10;
            }
        }
        return best;
    }

    private double at(double x) {
        return 1 / (1 + a * Math.pow(x, 2 * b));
    }

    private double squaredError(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double residual = y[i] - at(x[i]);
            sum += residual * residual;
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    private Curve step(double[] x, double[] y, double damping) {
        double aa = 0;
        double ab = 0;
        double bb = 0;
        double ar = 0;
        double br = 0;
        for (int i = 1; i < x.length; i++) {
            double power = Math.pow(x[i], 2 * b);
            double value = at(x[i]);
            double da = -power * value * value;
            double db = 2 * a * Math.log(x[i]) * da;
            double residual = y[i] - value;
            aa += da * da;
            ab += da * db;
            bb += db * db;
            ar += da * residual;
            br += db * residual;
        }
        aa *= 1 + damping;
        bb *= 1 + damping;
        double determinant = aa * bb - ab * ab;
        return new Curve(
                a + (bb * ar - ab * br) / determinant, b + (aa * br - ab * ar) / determinant);
    }
}
