package io.cuvette.training.core.tensor;

/**
 * Seeds derived by hashing, so that a random choice depends on what it is for and never on what was
 * drawn before it.
 *
 * <p>Mixing: the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
 * number generators", OOPSLA 2014), chained over the parts.
 */
public final class Seeds {
    static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private Seeds() {}

    /** A seed for one purpose, for instance {@code hash(jobSeed, epoch, step)}; order matters. */
    public static long hash(long first, long... parts) {
        long hash = mix(first + GOLDEN_GAMMA);
        for (long part : parts) {
            hash = mix(hash + GOLDEN_GAMMA + mix(part ^ GOLDEN_GAMMA));
        }
        return hash;
    }

    /** A seed for something that has a name, such as a parameter. */
    public static long hash(long seed, String name) {
        long hash = hash(seed, name.length());
        for (int i = 0; i < name.length(); i++) {
            hash = hash(hash, name.charAt(i));
        }
        return hash;
    }

    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
