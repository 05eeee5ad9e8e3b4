package io.cuvette.training.core.sampling;

import java.util.Arrays;

/**
 * What is known of the samples of a candidate batch after a forward pass, in the batch's order. Not
 * copied: a batch of gradients is large.
 *
 * @param losses of each sample, finite
 * @param vectors of each sample, all of one length and finite, as {@link SampleSelection#vectors}
 *     asks for; empty where it asks for none
 * @param sources of each sample, counted from 0; empty where there is only one source
 */
public record SampleSignals(double[] losses, double[][] vectors, int[] sources) {

    public SampleSignals {
        if (losses.length == 0) {
            throw new IllegalArgumentException("there are no samples to select from");
        }
        requireFinite("loss", losses);
        requireOnePerSample("vectors", vectors.length, losses.length);
        requireOnePerSample("sources", sources.length, losses.length);
        for (int i = 0; i < vectors.length; i++) {
            if (vectors[i].length != vectors[0].length || vectors[i].length == 0) {
                throw new IllegalArgumentException(
                        "the vector of sample %d has %d values, the first %d; they must be alike"
                                .formatted(i, vectors[i].length, vectors[0].length));
            }
            int sample = i;
            if (!Arrays.stream(vectors[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(
                        "the vector of sample %d is not finite; lower the learning rate"
                                .formatted(sample));
            }
        }
        if (Arrays.stream(sources).anyMatch(source -> source < 0)) {
            throw new IllegalArgumentException("a source is negative; count sources from 0");
        }
    }

    /** Samples of one source of which only the losses are known. */
    public static SampleSignals ofLosses(double... losses) {
        return new SampleSignals(losses, new double[0][], new int[0]);
    }

    public int size() {
        return losses.length;
    }

    /** The vectors, for a selection that cannot do without. */
    double[][] requireVectors(SampleVectors kind) {
        if (vectors.length == 0) {
            throw new IllegalArgumentException(
                    "the selection needs of each sample: " + kind.words());
        }
        return vectors;
    }

    /** The source of each sample; all 0 where they were not told. */
    int[] sourcesOrOne() {
        return sources.length == 0 ? new int[losses.length] : sources;
    }

    private static void requireOnePerSample(String what, int number, int samples) {
        if (number != 0 && number != samples) {
            throw new IllegalArgumentException(
                    "%d %s for %d samples; give one each or none".formatted(number, what, samples));
        }
    }

    private static void requireFinite(String what, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "the %s of sample %d is %s; lower the learning rate, or look for extreme"
                                        .formatted(what, i, values[i])
                                + " values in its row");
            }
        }
    }
}
