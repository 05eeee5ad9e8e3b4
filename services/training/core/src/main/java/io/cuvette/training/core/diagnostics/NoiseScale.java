package io.cuvette.training.core.diagnostics;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Figures;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.OptionalDouble;

/**
 * Simple noise scale of the gradient, an estimate of the critical batch size: up to about this many
 * samples a larger batch saves steps in proportion, beyond it hardly any (McCandlish et al.,
 * equation 2.9).
 *
 * <pre>
 * B = tr(Sigma) / |G|^2, Sigma the covariance of one sample's gradient, G the true gradient
 *
 * from squared norms at a small batch b and a large one B (appendix A.1):
 * |G|^2  ~ (B |g_B|^2 - b |g_b|^2) / (B - b)
 * tr Sigma ~ (|g_b|^2 - |g_B|^2) / (1/b - 1/B)
 * </pre>
 *
 * <p>Both estimates are free of bias, their ratio is not; so each is averaged over steps (with
 * exponential forgetting and Adam's correction of the start) before the division.
 */
@MethodInfo(
        name = "noise-scale",
        area = Area.DIAGNOSTICS,
        does = "critical batch size from gradient norms at two batch sizes",
        paper = "An Empirical Model of Large-Batch Training",
        source = "McCandlish, Kaplan, Amodei and the OpenAI Dota team, 2018, arXiv:1812.06162",
        keeps = "running means of the squared gradient and of its variance",
        needs = Trait.GRADIENTS)
public final class NoiseScale implements DiagnosticMethod, Stateful {

    /**
     * @param decay of the running means
     * @param every steps of a job from one measurement to the next, however many batches a step
     *     has; each costs a look at the two halves of a batch
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 0.99999,
                            preset = 0.99,
                            about = "decay of the running means a measurement")
                    double decay,
            @Whole(min = 1, max = 100_000, preset = 10, about = "steps between two measurements")
                    int every) {
        public static final Settings DEFAULT = new Settings(0.99, 10);
    }

    private final Settings settings;
    private double square;
    private double variance;
    private long observations;
    private long steps;

    public NoiseScale(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    /** Another one with the same settings, which has seen nothing. */
    public NoiseScale anew() {
        return new NoiseScale(settings);
    }

    /** Counts a step of a job and says whether it is one to measure at; the first one is. */
    public boolean nextStepIsDue() {
        return steps++ % settings.every() == 0;
    }

    /** Adds the norms of one step. */
    public void observe(GradientNorms norms) {
        double b = norms.smallBatch();
        double big = norms.bigBatch();
        double signal = (big * norms.bigSquare() - b * norms.smallSquare()) / (big - b);
        double noise = (norms.smallSquare() - norms.bigSquare()) / (1 / b - 1 / big);
        square = settings.decay() * square + (1 - settings.decay()) * signal;
        variance = settings.decay() * variance + (1 - settings.decay()) * noise;
        observations++;
    }

    /** Estimate of the squared norm of the true gradient; may be below 0 by chance. */
    public double squaredGradient() {
        return square / correction();
    }

    /** Estimate of the trace of the covariance of one sample's gradient; as above. */
    public double gradientVariance() {
        return variance / correction();
    }

    /** The noise scale in samples; empty as long as the noise hides either part. */
    public OptionalDouble scale() {
        return observations > 0 && square > 0 && variance >= 0
                ? OptionalDouble.of(variance / square)
                : OptionalDouble.empty();
    }

    private double correction() {
        return observations == 0 ? 1 : 1 - Math.pow(settings.decay(), (double) observations);
    }

    /**
     * Adds the evidence's gradient norms. Figures {@code squaredGradient}, {@code
     * gradientVariance}, {@code observations}, and {@code noiseScale} once there is one.
     */
    @Override
    public Figures assess(Evidence evidence) {
        evidence.gradientNorms().forEach(this::observe);
        if (observations == 0) {
            throw new IllegalArgumentException(
                    "noise-scale needs gradient norms at two batch sizes");
        }
        Figures figures =
                Figures.NONE
                        .with("squaredGradient", squaredGradient())
                        .with("gradientVariance", gradientVariance())
                        .with("observations", (double) observations);
        return scale().isPresent() ? figures.with("noiseScale", scale().getAsDouble()) : figures;
    }

    @Override
    public boolean askedLater() {
        return true;
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .numbers("means", square, variance, (double) observations)
                .numbers("steps", (double) steps);
    }

    @Override
    public void restore(MethodState state) {
        double[] means = state.exactly("means", 3);
        steps = (long) state.exactly("steps", 1)[0];
        square = means[0];
        variance = means[1];
        observations = (long) means[2];
    }
}
