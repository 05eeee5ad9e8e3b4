package io.cuvette.reactormodel.acceptance;

import org.hipparchus.random.MersenneTwister;

/**
 * The draws of {@code numpy.random.RandomState(0).choice(n, size)}, with which the reference takes
 * its shots: 32 random bits, masked to the width of n - 1, until they are at most that.
 */
final class NumpyChoice {

    private NumpyChoice() {}

    static int[] draw(int n, int size) {
        MersenneTwister bits = new MersenneTwister(0);
        int mask = Integer.highestOneBit(n - 1) * 2 - 1;
        int[] drawn = new int[size];
        for (int i = 0; i < size; i++) {
            do {
                drawn[i] = bits.nextInt() & mask;
            } while (drawn[i] > n - 1);
        }
        return drawn;
    }
}
