package io.cuvette.reactormodel.app.declaration;

/**
 * How large a run may be.
 *
 * @param mostTimes at which it is wanted
 * @param mostSegments of its inputs
 */
public record RunLimits(int mostTimes, int mostSegments) {

    /** Ten years and more; what it costs is bounded by steps. */
    private static final double LONGEST_H = 1e5;

    public double longestH() {
        return LONGEST_H;
    }
}
