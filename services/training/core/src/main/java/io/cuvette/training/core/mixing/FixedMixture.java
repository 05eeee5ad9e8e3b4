package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.MethodState;

/** Proportions that were found before the run, such as those of a regression; keeps nothing. */
public final class FixedMixture implements Mixture {
    private final double[] proportions;

    /**
     * @param proportions a distribution
     */
    public FixedMixture(double[] proportions) {
        Proportions.requireDistribution(proportions);
        this.proportions = proportions.clone();
    }

    @Override
    public int sources() {
        return proportions.length;
    }

    @Override
    public boolean wantsLosses() {
        return false;
    }

    @Override
    public double[] proportions() {
        return proportions.clone();
    }

    @Override
    public void observe(RoundResult result) {
        Proportions.requireSame(proportions, result);
    }

    @Override
    public MethodState save() {
        return new MethodState();
    }

    @Override
    public void restore(MethodState state) {
        // remembers nothing
    }
}
