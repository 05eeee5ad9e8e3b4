package io.cuvette.training.core.schedule;

/**
 * A factor on the rate of every step, whatever its schedule: {@code rate(step) * factor(rows of the
 * step, adaptive)}. A pure function.
 */
public interface RateModifier {

    /** Stable method name, for instance {@code rate-scaling}. */
    String name();

    /**
     * @param batchSize rows of the step, at least 1
     * @param adaptive whether the optimizer divides by a root of squared gradients, as Adam does
     */
    double factor(long batchSize, boolean adaptive);
}
