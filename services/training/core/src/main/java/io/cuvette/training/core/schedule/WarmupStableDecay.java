package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;

/**
 * Warm-up, a long stretch at the job's rate, and a short decay (Hu et al., section 4.2).
 *
 * <pre>
 * step &lt; W:            rate (step + 1) / W
 * W &lt;= step &lt; T - D:   rate
 * T - D &lt;= step &lt; T:   floor + (rate - floor) f(x),  x = (step - (T - D) + 1) / D
 * step &gt;= T:           floor
 * </pre>
 *
 * <p>The paper halves the rate again and again in the decay and leaves the number open; here f is
 * one of the shapes of {@link Decay} that reach the floor with the last step.
 */
@MethodInfo(
        name = "wsd",
        area = Area.SCHEDULE,
        does = "warm-up, stable rate, short decay",
        paper =
                "MiniCPM: Unveiling the Potential of Small Language Models with Scalable Training Strategies",
        source =
                "Hu et al., COLM 2024, arXiv:2404.06395; decay of Hägele et al., NeurIPS 2024, arXiv:2405.18392")
public final class WarmupStableDecay implements Schedule {

    /** Shares of the run and of the job's rate. */
    public record Settings(
            @Real(min = 0, max = 0.9, preset = 0.05, about = "share of the run that warms up")
                    double warmupShare,
            @Real(min = 0, max = 1, preset = 0.2, about = "share of the run that decays")
                    double decayShare,
            @Real(min = 0, max = 1, preset = 0, about = "last rate as a share of the job's")
                    double floorShare,
            @OneOf(preset = "root", about = "shape of the decay") Decay decay) {
        public Settings {
            Rates.requireShares(warmupShare, decayShare);
        }
    }

    private final double learningRate;
    private final double floor;
    private final long warmupSteps;
    private final long decaySteps;
    private final long totalSteps;
    private final Decay decay;

    public WarmupStableDecay(Settings settings, ScheduleContext context) {
        SettingsSchema.checked(settings);
        this.learningRate = context.learningRate();
        this.floor = settings.floorShare() * learningRate;
        this.totalSteps = context.totalSteps();
        this.warmupSteps = Rates.stepsBelow(settings.warmupShare(), totalSteps);
        this.decaySteps =
                Math.min(Rates.steps(settings.decayShare(), totalSteps), totalSteps - warmupSteps);
        this.decay = settings.decay();
    }

    @Override
    public String name() {
        return "wsd";
    }

    @Override
    public double rate(long step) {
        long decayStart = totalSteps - decaySteps;
        if (step < warmupSteps) {
            return learningRate * (step + 1) / warmupSteps;
        } else if (step < decayStart || decaySteps == 0) {
            return learningRate;
        }
        double x = Math.min(1, (step - decayStart + 1) / (double) decaySteps);
        return floor + (learningRate - floor) * decay.left(x);
    }

    @Override
    public String toString() {
        return "wsd[learningRate=%s, floor=%s, warmupSteps=%d, decaySteps=%d of %d, %s]"
                .formatted(learningRate, floor, warmupSteps, decaySteps, totalSteps, decay);
    }
}
