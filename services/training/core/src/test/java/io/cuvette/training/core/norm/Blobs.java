package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;

/**
 * Classes of points around several centres each, so that no linear rule parts them; a share of the
 * labels may be wrong.
 */
public final class Blobs {
    private static final int CENTRES_OF_A_CLASS = 3;

    /**
     * @param x {@code [N, features]}
     * @param codes {@code [N]}
     */
    public record Sample(double[][] x, int[] codes) {

        public PtNDArray rows(Tensors tensors) {
            return rows(tensors, 0, codes.length);
        }

        public PtNDArray rows(Tensors tensors, int from, int to) {
            int features = x[0].length;
            float[] values = new float[(to - from) * features];
            for (int i = from; i < to; i++) {
                for (int j = 0; j < features; j++) {
                    values[(i - from) * features + j] = (float) x[i][j];
                }
            }
            return tensors.of(values, to - from, features);
        }
    }

    private final int classes;
    private final int features;
    private final double noise;
    private final double[][] centres;

    public Blobs(int classes, int features, double noise, long seed) {
        this.classes = classes;
        this.features = features;
        this.noise = noise;
        RandomStream random = new RandomStream(seed);
        this.centres = new double[classes * CENTRES_OF_A_CLASS][features];
        for (double[] centre : centres) {
            for (int j = 0; j < features; j++) {
                centre[j] = random.nextGaussian();
            }
        }
    }

    int classes() {
        return classes;
    }

    int features() {
        return features;
    }

    /**
     * @param wrongLabels share of labels that are drawn at random
     */
    public Sample sample(int count, double wrongLabels, long seed) {
        RandomStream random = new RandomStream(seed);
        double[][] x = new double[count][features];
        int[] codes = new int[count];
        for (int i = 0; i < count; i++) {
            int centre = random.nextInt(centres.length);
            for (int j = 0; j < features; j++) {
                x[i][j] = centres[centre][j] + noise * random.nextGaussian();
            }
            boolean wrong = random.nextDouble() < wrongLabels;
            codes[i] = wrong ? random.nextInt(classes) : centre % classes;
        }
        return new Sample(x, codes);
    }
}
