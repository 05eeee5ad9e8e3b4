package io.cuvette.bench.training;

import io.cuvette.training.core.tensor.RandomStream;

/**
 * Runs of a cooled stirred tank with an exothermic reaction under inputs that change in steps, as
 * in the dimensionless balances of Uppal, Ray and Poore (Chem. Eng. Sci. 29, 1974):
 *
 * <pre>
 * dx/dt = feed - x + Da (1 - x) exp(T / (1 + T / gamma))
 * dT/dt = -T + B Da (1 - x) exp(T / (1 + T / gamma)) - beta (T - coolant)
 * </pre>
 *
 * <p>x is the conversion, T the temperature; here the conversion of the feed moves, too. What a
 * network sees is the temperature, with noise, and both inputs.
 */
final class TankSeries {
    static final int SERIES = 100;
    static final int INPUTS = 3;
    static final int TARGETS = 2;

    private static final int READINGS = 90;
    private static final int STRIDE = 3;
    private static final int AHEAD = 3;
    private static final int SUBSTEPS = 10;
    private static final double INTERVAL = 0.2;
    private static final double DAMKOEHLER = 0.09;
    private static final double HEAT = 8;
    private static final double COOLING = 0.5;
    private static final double ACTIVATION = 20;
    private static final double NOISE = 0.05;
    private static final double CHANGES = 0.12;

    /** Temperature as seen, feed, coolant; conversion; temperature as it is. */
    private final double[][][] values = new double[SERIES][READINGS][INPUTS + 2];

    /** Windows of all series, normalised by the moments of those for training. */
    record Windows(float[] inputs, float[] targets) {}

    private TankSeries() {}

    static TankSeries draw(long seed) {
        TankSeries series = new TankSeries();
        RandomStream random = new RandomStream(seed + 1);
        for (double[][] one : series.values) {
            double x = 0.3 * random.nextDouble();
            double t = 3 * random.nextDouble();
            double feed = 0;
            double coolant = 0;
            for (int i = 0; i < READINGS; i++) {
                if (i == 0 || random.nextDouble() < CHANGES) {
                    feed = 0.3 * random.nextDouble();
                    coolant = 2 * random.nextDouble() - 1;
                }
                double seen = t + NOISE * random.nextGaussian();
                one[i] = new double[] {seen, feed, coolant, x, t};
                for (int s = 0; s < SUBSTEPS; s++) {
                    double rate = DAMKOEHLER * (1 - x) * Math.exp(t / (1 + t / ACTIVATION));
                    double dt = INTERVAL / SUBSTEPS;
                    x += dt * (feed - x + rate);
                    t += dt * (-t + HEAT * rate - COOLING * (t - coolant));
                }
            }
        }
        return series;
    }

    /** Windows of a series. */
    static int windows(int steps) {
        return (READINGS - AHEAD - steps) / STRIDE;
    }

    /**
     * @param training rows whose moments normalise all
     */
    Windows cut(int steps, int[] training) {
        int perSeries = windows(steps);
        float[] inputs = new float[SERIES * perSeries * steps * INPUTS];
        float[] targets = new float[SERIES * perSeries * TARGETS];
        for (int row = 0; row < SERIES * perSeries; row++) {
            double[][] one = values[row / perSeries];
            int start = row % perSeries * STRIDE;
            for (int i = 0; i < steps; i++) {
                for (int k = 0; k < INPUTS; k++) {
                    inputs[(row * steps + i) * INPUTS + k] = (float) one[start + i][k];
                }
            }
            int last = start + steps - 1;
            targets[row * TARGETS] = (float) one[last][INPUTS];
            targets[row * TARGETS + 1] = (float) one[last + AHEAD][INPUTS + 1];
        }
        normalise(inputs, INPUTS, steps * INPUTS, training);
        normalise(targets, TARGETS, TARGETS, training);
        return new Windows(inputs, targets);
    }

    private static void normalise(float[] values, int columns, int width, int[] training) {
        for (int column = 0; column < columns; column++) {
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (int row : training) {
                for (int i = row * width + column; i < (row + 1) * width; i += columns) {
                    sum += values[i];
                    squares += (double) values[i] * values[i];
                    count++;
                }
            }
            double mean = sum / count;
            double deviation = Math.sqrt(squares / count - mean * mean);
            for (int i = column; i < values.length; i += columns) {
                values[i] = (float) ((values[i] - mean) / deviation);
            }
        }
    }
}
