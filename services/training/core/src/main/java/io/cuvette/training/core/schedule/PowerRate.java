package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;

/**
 * A rate that falls as a power of the rows trained on and grows with the batch, so that one setting
 * serves runs of any length (Shen et al., section 3.3).
 *
 * <pre>
 * p(n) = min(rate_max, beta a n^b)                      n rows trained on, beta rows of a batch
 * n &lt; n_w:              p(n_w) n / n_w                  warm-up
 * n_w &lt;= n &lt;= N - n_d:  p(n)
 * n &gt; N - n_d:          p(N - n_d) f(x),  x = (n - (N - n_d)) / n_d
 * </pre>
 *
 * <p>The paper counts tokens, batches in sequences of 4096 of them, and gives a as a rate (a = 4, b
 * = -0.51 at rate_max = 0.02). Here n counts rows and a is relative to the job's rate, which is
 * rate_max: a row per sequence makes that 4 / 0.02 * 4096^-0.51 = 2.9, the default. Only the decay
 * looks at the length of the run.
 */
@MethodInfo(
        name = "power",
        area = Area.SCHEDULE,
        does = "falls as a power of the rows seen and grows with the batch, for runs of any length",
        paper = "Power Scheduler: A Batch Size and Token Number Agnostic Learning Rate Scheduler",
        source = "Shen et al., 2024, arXiv:2408.13359")
public final class PowerRate implements Schedule {

    /** Relative to the job's rate, which is the highest. */
    public record Settings(
            @Real(min = 1e-6, max = 1e6, preset = 2.9, about = "a: share of the rate for one row")
                    double amplitude,
            @Real(min = -2, max = 0, preset = -0.51, about = "b: power of the rows trained on")
                    double exponent,
            @Real(min = 0, max = 0.9, preset = 0.02, about = "share of the run that warms up")
                    double warmupShare,
            @Real(min = 0, max = 1, preset = 0.1, about = "share of the run that decays")
                    double decayShare,
            @OneOf(preset = "linear", about = "shape of the decay to 0") Decay decay) {
        public Settings {
            Rates.requireShares(warmupShare, decayShare);
        }
    }

    private final Settings settings;
    private final ScheduleContext context;
    private final long warmupSteps;
    private final long decayStart;

    public PowerRate(Settings settings, ScheduleContext context) {
        this.settings = SettingsSchema.checked(settings);
        this.context = context;
        long total = context.totalSteps();
        this.warmupSteps = Rates.stepsBelow(settings.warmupShare(), total);
        this.decayStart = Math.max(warmupSteps, total - Rates.steps(settings.decayShare(), total));
    }

    @Override
    public String name() {
        return "power";
    }

    @Override
    public double rate(long step) {
        // rows are counted with the step's own, so that the first step has a rate
        if (step < warmupSteps) {
            return power(warmupSteps) * (step + 1) / warmupSteps;
        } else if (step < decayStart) {
            return power(step + 1);
        }
        long total = context.totalSteps();
        if (decayStart == total) {
            return power(step + 1);
        }
        double x = Math.min(1, (step - decayStart + 1) / (double) (total - decayStart));
        return power(Math.max(1, decayStart)) * settings.decay().left(x);
    }

    private double power(long steps) {
        double beta = context.batchSize();
        // StrictMath: the same bits on every platform
        double share =
                beta * settings.amplitude() * StrictMath.pow(beta * steps, settings.exponent());
        return context.learningRate() * Math.min(1, share);
    }

    @Override
    public String toString() {
        return "power[%s, %s]".formatted(settings, context);
    }
}
