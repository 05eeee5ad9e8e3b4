package io.cuvette.training.core.schedule;

import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Whole;

/**
 * Carries a rate that was found at one batch size over to another.
 *
 * <pre>
 * gradient descent:    rate * (batch / reference)         Granziol et al., section 4
 * adaptive methods:    rate * sqrt(batch / reference)
 * </pre>
 *
 * <p>The paper derives both from the largest eigenvalue of the batch's Hessian, which the noise of
 * small batches lifts; they hold up to the batch where the noise no longer dominates.
 */
@MethodInfo(
        name = "rate-scaling",
        area = Area.SCHEDULE,
        does = "scales the rate with the batch, linearly or as its root for adaptive methods",
        paper =
                "Learning Rates as a Function of Batch Size: A Random Matrix Theory Approach to Neural Network Training",
        source = "Granziol, Zohren and Roberts, JMLR 2022, arXiv:2006.09092")
public final class RateScaling implements RateModifier {

    /** How the rate follows the batch. */
    public enum Law {
        /** The root for adaptive optimizers, else linear. */
        BY_OPTIMIZER,
        LINEAR,
        ROOT
    }

    public record Settings(
            @Whole(
                            min = 1,
                            max = 1_000_000,
                            preset = 128,
                            about = "batch size for which the job's rate is meant")
                    int referenceBatch,
            @OneOf(preset = "by_optimizer", about = "how the rate follows the batch") Law law) {}

    private final Settings settings;

    public RateScaling(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public String name() {
        return "rate-scaling";
    }

    @Override
    public double factor(long batchSize, boolean adaptive) {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "batchSize is %d; a batch has at least one row".formatted(batchSize));
        }
        double ratio = batchSize / (double) settings.referenceBatch();
        boolean root =
                switch (settings.law()) {
                    case BY_OPTIMIZER -> adaptive;
                    case LINEAR -> false;
                    case ROOT -> true;
                };
        return root ? StrictMath.sqrt(ratio) : ratio;
    }
}
