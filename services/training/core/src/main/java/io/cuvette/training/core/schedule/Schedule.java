package io.cuvette.training.core.schedule;

/** The learning rate of each step. A pure function, so a resumed run continues it by itself. */
public sealed interface Schedule {

    /** Stable method name, for instance {@code warmup-cosine}. */
    String name();

    /**
     * @param step steps done before this one, from 0
     */
    double rate(long step);

    /** The same rate throughout, above 0 and at most 100. */
    record Constant(double learningRate) implements Schedule {
        public Constant {
            requireRate("learningRate", learningRate);
        }

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public double rate(long step) {
            return learningRate;
        }
    }

    /**
     * Rises linearly to the peak over the warm-up, then falls along half a cosine to the floor,
     * where it stays (Loshchilov and Hutter, "SGDR", ICLR 2017, eq. 5, one cycle).
     *
     * <pre>
     * step &lt; warmup:  peak * (step + 1) / warmup
     * otherwise:      floor + (peak - floor) * (1 + cos(pi * x)) / 2,  x = (step - warmup) / (total - warmup)
     * </pre>
     *
     * @param peak above 0 and at most 100
     * @param floor 0 to peak
     * @param warmupSteps 0 to below totalSteps
     * @param totalSteps at least 1
     */
    record WarmupCosine(double peak, double floor, long warmupSteps, long totalSteps)
            implements Schedule {
        public WarmupCosine {
            requireRate("peak", peak);
            if (!(floor >= 0 && floor <= peak)) {
                throw new IllegalArgumentException(
                        "floor is %s; allowed are 0 to the peak %s".formatted(floor, peak));
            }
            if (totalSteps < 1 || warmupSteps < 0 || warmupSteps >= totalSteps) {
                throw new IllegalArgumentException(
                        "warmupSteps is %d of %d; allowed are 0 to below totalSteps"
                                .formatted(warmupSteps, totalSteps));
            }
        }

        @Override
        public String name() {
            return "warmup-cosine";
        }

        @Override
        public double rate(long step) {
            if (step < warmupSteps) {
                return peak * (step + 1) / warmupSteps;
            }
            double x = Math.min(1, (step - warmupSteps) / (double) (totalSteps - warmupSteps));
            // StrictMath: the same bits on every platform
            return floor + (peak - floor) * (1 + StrictMath.cos(Math.PI * x)) / 2;
        }
    }

    private static void requireRate(String name, double rate) {
        if (!(rate > 0 && rate <= 100)) {
            throw new IllegalArgumentException(
                    "%s is %s; allowed is above 0 to 100".formatted(name, rate));
        }
    }
}
