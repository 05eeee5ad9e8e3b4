package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;

/**
 * Rises linearly to the peak over the warm-up, then falls along half a cosine to the floor, where
 * it stays (Loshchilov and Hutter, eq. 5, one cycle).
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
@MethodInfo(
        name = "warmup-cosine",
        area = Area.SCHEDULE,
        does = "rises linearly, then falls along half a cosine",
        paper = "SGDR: Stochastic Gradient Descent with Warm Restarts",
        source = "Loshchilov and Hutter, ICLR 2017, arXiv:1608.03983, one cycle after a warm-up")
public record WarmupCosine(double peak, double floor, long warmupSteps, long totalSteps)
        implements Schedule {

    /** Shares of the run and of the job's rate. */
    public record Settings(
            @Real(min = 0, max = 0.9, preset = 0.05, about = "share of the run that warms up")
                    double warmupShare,
            @Real(min = 0, max = 1, preset = 0.01, about = "last rate as a share of the job's")
                    double floorShare) {}

    public WarmupCosine {
        Rates.require("peak", peak);
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

    /** For a run whose job gives the peak. */
    public static WarmupCosine of(Settings settings, ScheduleContext context) {
        SettingsSchema.checked(settings);
        return new WarmupCosine(
                context.learningRate(),
                settings.floorShare() * context.learningRate(),
                Rates.stepsBelow(settings.warmupShare(), context.totalSteps()),
                context.totalSteps());
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
