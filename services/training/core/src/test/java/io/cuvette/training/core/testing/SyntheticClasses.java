package io.cuvette.training.core.testing;

import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.testing.SmallClassifier.Samples;

/** Samples with classes that are known to overlap, for the tests of claims. */
public final class SyntheticClasses {

    private SyntheticClasses() {}

    /**
     * Normal clouds of unit variance.
     *
     * @param problem seed of the centres
     * @param part seed of the samples; another one for training, validation and test
     * @param distance of each centre from the origin
     */
    public static Samples clouds(
            long problem, long part, int size, int features, int classes, double distance) {
        double[][] centres = new double[classes][features];
        RandomStream centre = new RandomStream(Seeds.hash(problem, 1));
        for (double[] row : centres) {
            double square = 0;
            for (int f = 0; f < features; f++) {
                row[f] = centre.nextGaussian();
                square += row[f] * row[f];
            }
            for (int f = 0; f < features; f++) {
                row[f] *= distance / Math.sqrt(square);
            }
        }
        RandomStream random = new RandomStream(Seeds.hash(problem, 2, part));
        float[] x = new float[size * features];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = random.nextInt(classes);
            for (int f = 0; f < features; f++) {
                x[i * features + f] = (float) (centres[codes[i]][f] + random.nextGaussian());
            }
        }
        return new Samples(x, codes);
    }

    /** The same inputs, a share of them with another class instead of theirs. */
    public static Samples mislabelled(Samples samples, int classes, double share, long seed) {
        RandomStream random = new RandomStream(Seeds.hash(seed, 3));
        int[] codes = samples.codes().clone();
        for (int i = 0; i < codes.length; i++) {
            if (random.nextDouble() < share) {
                codes[i] = (codes[i] + 1 + random.nextInt(classes - 1)) % classes;
            }
        }
        return new Samples(samples.x(), codes);
    }

    /**
     * Two clouds, of which the positive one (code 1) has one sample for so many negative ones.
     *
     * @param distance between the centres
     */
    public static Samples rarePositives(
            long seed, int size, int features, int negatives, double distance) {
        RandomStream random = new RandomStream(Seeds.hash(seed, 4));
        float[] x = new float[size * features];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            codes[i] = i % (negatives + 1) == 0 ? 1 : 0;
            for (int f = 0; f < features; f++) {
                double centre = codes[i] * distance / Math.sqrt(features);
                x[i * features + f] = (float) (centre + random.nextGaussian());
            }
        }
        return new Samples(x, codes);
    }

    /** Two classes on the sides of a plane through normal inputs, some of them on the wrong one. */
    public static Samples sidesOfAPlane(long seed, int size, int features, double wrong) {
        RandomStream random = new RandomStream(Seeds.hash(seed, 5));
        float[] x = new float[size * features];
        int[] codes = new int[size];
        for (int i = 0; i < size; i++) {
            for (int f = 0; f < features; f++) {
                x[i * features + f] = (float) random.nextGaussian();
            }
            int first = i * features;
            boolean above = x[first] + x[first + 1] + x[first + 2] > 0;
            codes[i] = above ^ random.nextDouble() < wrong ? 1 : 0;
        }
        return new Samples(x, codes);
    }
}
