package io.cuvette.training.core.batching;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import java.util.List;

/**
 * Grows the batch when the noise of its gradient drowns the gradient (Lau, Liu and Kolar, section
 * 3; the tests are those of Byrd et al. 2012 and Bollapragada et al. 2018).
 *
 * <pre>
 * g_j gradient of batch j of m,  g their mean,  (u, v) inner product
 * norm:           S = sum_j |g_j - g|^2 / (m - 1)                    S / m &lt;= eta^2 |g|^2
 * inner product:  I = sum_j ((g_j, g) - |g|^2)^2 / (m - 1)           I / m &lt;= eta^2 |g|^4
 * augmented:      the inner product's, and
 *                 O = sum_j |g_j - (g_j, g) g / |g|^2|^2 / (m - 1)   O / m &lt;= nu^2 |g|^2
 * </pre>
 *
 * <p>When a test fails, the next steps have as many batches as would have passed it, rounded up, at
 * most the largest number; it never falls. The paper takes the variance over single samples, which
 * costs a gradient each; here it is over the batches that a step accumulates, whose gradients are
 * there anyway, and batches are what is counted. Its variant for each coordinate is left out: one
 * coordinate with a gradient near 0 would set the batch for all.
 */
@MethodInfo(
        name = "adaptive-batch",
        area = Area.BATCHING,
        does = "grows the batch when the variance of its gradient demands it",
        paper = "AdAdaGrad: Adaptive Batch Size Schemes for Adaptive Gradient Methods",
        source = "Lau, Liu and Kolar, 2024, arXiv:2402.11215",
        keeps = "the number of batches of a step",
        needs = Trait.GRADIENTS)
public final class AdaptiveBatch implements Batching {

    /** What the gradients of a step have to pass. */
    public enum Test {
        NORM,
        INNER_PRODUCT,
        AUGMENTED
    }

    public record Settings(
            @OneOf(preset = "norm", about = "what the gradients of a step have to pass") Test test,
            @Real(
                            min = 0.01,
                            max = 100,
                            preset = 0.7,
                            about = "eta: noise over signal that is let pass")
                    double tolerance,
            @Real(
                            min = 0.01,
                            max = 1000,
                            preset = 5.84,
                            about = "nu: noise across the gradient let pass by the augmented test")
                    double crossTolerance,
            @Whole(min = 2, max = 1024, preset = 2, about = "batches of the first step")
                    int firstBatches,
            @Whole(min = 2, max = 65536, preset = 32, about = "largest number of batches a step")
                    int mostBatches) {
        public Settings {
            if (firstBatches > mostBatches) {
                throw new IllegalArgumentException(
                        "firstBatches is %d and mostBatches %d; the first is not above the other"
                                .formatted(firstBatches, mostBatches));
            }
        }
    }

    private final Settings settings;
    private final int batchesPerEpoch;
    private int batches;

    public AdaptiveBatch(Settings settings, int batchesPerEpoch) {
        this.settings = SettingsSchema.checked(settings);
        this.batchesPerEpoch = Epochs.requireBatches(batchesPerEpoch);
        this.batches = settings.firstBatches();
    }

    @Override
    public String name() {
        return "adaptive-batch";
    }

    @Override
    public List<Position> batches(long epoch) {
        return Epochs.all(epoch, batchesPerEpoch);
    }

    @Override
    public int batchesPerStep() {
        return batches;
    }

    @Override
    public boolean wantsGradients() {
        return true;
    }

    @Override
    public void observe(long epoch, TrainedStep step) {
        // the one batch that an epoch may leave over has no variance
        if (step.batches().size() < 2) {
            return;
        }
        double wanted = wanted(GradientSpread.of(step));
        if (wanted > batches) {
            batches = (int) Math.min(settings.mostBatches(), Math.ceil(wanted));
        }
    }

    /** Batches with which the step would have passed; infinite when there is no gradient. */
    private double wanted(GradientSpread spread) {
        double square = spread.meanSquare();
        double eta2 = settings.tolerance() * settings.tolerance();
        double nu2 = settings.crossTolerance() * settings.crossTolerance();
        if (square == 0) {
            return spread.variance() == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        double along = spread.varianceAlong() / (eta2 * square);
        return switch (settings.test()) {
            case NORM -> spread.variance() / (eta2 * square);
            case INNER_PRODUCT -> along;
            case AUGMENTED -> Math.max(along, spread.varianceAcross() / (nu2 * square));
        };
    }

    @Override
    public MethodState save() {
        return new MethodState().numbers("batches", batches);
    }

    @Override
    public void restore(MethodState state) {
        batches = (int) Math.min(settings.mostBatches(), state.exactly("batches", 1)[0]);
    }
}
