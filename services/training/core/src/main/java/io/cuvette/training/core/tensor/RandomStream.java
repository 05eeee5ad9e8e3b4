package io.cuvette.training.core.tensor;

import java.util.Objects;

/**
 * A seeded stream of random numbers (SplitMix64) that gives the same values on every machine.
 *
 * <p>libtorch has one generator a process, which concurrent trainings would share; each training
 * step therefore owns a stream, and operations that draw take their seed from it. Not for use by
 * several threads.
 */
public final class RandomStream {
    private long state;

    public RandomStream(long seed) {
        this.state = seed;
    }

    /** The stream of one training step. */
    public static RandomStream of(long jobSeed, long epoch, long step) {
        return new RandomStream(Seeds.hash(jobSeed, epoch, step));
    }

    /** A stream that goes on from here by itself: the same draws once more. */
    public RandomStream copy() {
        return new RandomStream(state);
    }

    public long nextLong() {
        state += Seeds.GOLDEN_GAMMA;
        return Seeds.mix(state);
    }

    /** A non-negative seed for one operation of the engine. */
    public long nextSeed() {
        return nextLong() >>> 1;
    }

    /** Uniform in {@code [0, 1)} with 53 random bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in {@code [0, bound)}, without bias. */
    public int nextInt(int bound) {
        Objects.checkIndex(0, bound);
        // values above the largest multiple of the bound are drawn again
        long range = 1L << 31;
        long limit = range - range % bound;
        long draw = nextLong() >>> 33;
        while (draw >= limit) {
            draw = nextLong() >>> 33;
        }
        return (int) (draw % bound);
    }

    /** Standard normal, by the polar method of Marsaglia. */
    public double nextGaussian() {
        double u;
        double square;
        do {
            u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            square = u * u + v * v;
        } while (square >= 1 || square == 0);
        // StrictMath: the same bits on every platform
        return u * StrictMath.sqrt(-2 * StrictMath.log(square) / square);
    }

    /** A uniformly random order of {@code 0 .. size - 1} (Fisher and Yates). */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
