package io.cuvette.bench.training;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loop.Loss;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Linear;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.Arrays;

/**
 * An autoencoder on negative binomial counts of 300 genes: six latent factors through a layer of
 * rectified units to the logarithm of expression, library sizes that vary by a factor of 2; log1p
 * of counts per 3,000, autoencoder 300-128-10-128-300, squared error.
 */
final class CountAutoencoder extends Workload {
    private static final long SEED = 202;
    private static final int CELLS = 4_000;
    private static final int GENES = 300;
    private static final int FACTORS = 6;
    private static final int UNITS = 24;
    private static final int HIDDEN = 128;
    private static final int LATENT = 10;
    private static final double LIBRARY = 3_000;

    /** Of the gamma distribution whose draws scale Poisson rates: the variance is m + m^2 / 8. */
    private static final int SHAPE = 8;

    private final Split split = Split.of(CELLS, 1, SEED);
    private final PtNDArray x;

    CountAutoencoder() {
        RandomStream random = new RandomStream(SEED + 1);
        double[][] units = normal(random, UNITS, FACTORS, 1 / Math.sqrt(FACTORS));
        double[][] genes = normal(random, GENES, UNITS, 1.6 / Math.sqrt(UNITS));
        double[] level = normal(random, 1, GENES, 0.7)[0];
        float[] rates = new float[CELLS * GENES];
        double[] z = new double[FACTORS];
        double[] h = new double[UNITS];
        double[] expression = new double[GENES];
        for (int cell = 0; cell < CELLS; cell++) {
            Arrays.setAll(z, d -> 1.5 * random.nextGaussian());
            Arrays.setAll(h, u -> Math.max(0, dot(units[u], z)));
            Arrays.setAll(expression, g -> Math.exp(level[g] + dot(genes[g], h)));
            double library = LIBRARY * Math.exp(Math.log(2) * random.nextGaussian() / 2);
            double scale = library / Arrays.stream(expression).sum();
            for (int g = 0; g < GENES; g++) {
                rates[cell * GENES + g] = (float) (scale * expression[g] * gamma(random));
            }
        }
        x = logCounts(rates);
    }

    private static double[][] normal(RandomStream random, int rows, int columns, double deviation) {
        double[][] values = new double[rows][columns];
        for (double[] row : values) {
            Arrays.setAll(row, i -> deviation * random.nextGaussian());
        }
        return values;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Of mean 1: a sum of exponential draws over their number. */
    private static double gamma(RandomStream random) {
        double sum = 0;
        for (int i = 0; i < SHAPE; i++) {
            sum -= Math.log(1 - random.nextDouble());
        }
        return sum / SHAPE;
    }

    private PtNDArray logCounts(float[] rates) {
        float[] counts;
        try (PtNDArray means = tensors.of(rates, CELLS, GENES);
                PtNDArray drawn = TorchOps.poisson(means, SEED + 2)) {
            counts = drawn.toFloatArray();
        }
        for (int cell = 0; cell < CELLS; cell++) {
            double library = 0;
            for (int i = cell * GENES; i < (cell + 1) * GENES; i++) {
                library += counts[i];
            }
            for (int i = cell * GENES; i < (cell + 1) * GENES; i++) {
                counts[i] = (float) Math.log1p(counts[i] * LIBRARY / library);
            }
        }
        return tensors.of(counts, CELLS, GENES);
    }

    @Override
    public String name() {
        return "counts";
    }

    @Override
    public String title() {
        return "autoencoder 300-128-10-128-300 of counts, batch 64";
    }

    @Override
    public Goal goal() {
        return new Goal("squared error", false, Targets.COUNTS);
    }

    @Override
    int batchSize() {
        return 64;
    }

    @Override
    Split split() {
        return split;
    }

    @Override
    Network network(Parameters parameters) {
        Linear[] layers = {
            Linear.create(parameters, "encoder.0", GENES, HIDDEN),
            Linear.create(parameters, "encoder.1", HIDDEN, LATENT),
            Linear.create(parameters, "decoder.0", LATENT, HIDDEN),
            Linear.create(parameters, "decoder.1", HIDDEN, GENES)
        };
        return new Network() {
            private PtNDArray decoded(PtNDArray rows) {
                PtNDArray latent = layers[1].apply(Functions.relu(layers[0].apply(rows)));
                return layers[3].apply(Functions.relu(layers[2].apply(latent)));
            }

            @Override
            public Loss loss(PtNDArray rowsB) {
                PtNDArray rows = Functions.rows(x, rowsB);
                PtNDArray decoded = decoded(rows);
                return Loss.of(Functions.meanSquaredError(decoded, rows)).withOutputs(decoded);
            }

            @Override
            public double metric(int[] held) {
                PtNDArray rows = Functions.rows(x, tensors.codes(held));
                return Functions.meanSquaredError(decoded(rows), rows).toFloatArray()[0];
            }
        };
    }
}
