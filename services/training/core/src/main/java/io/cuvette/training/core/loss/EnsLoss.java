package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * EnsLoss of Dai (ICML 2025): each batch is trained with another random loss, drawn by its
 * derivatives at the batch's margins m, which is all that a gradient step needs.
 *
 * <pre>
 * n_i normal,  g_i = min(1, BoxCox^-1(n_i; power))       BoxCox^-1(n; w) = max(0, 1 + w n)^(1/w)
 * the smallest margin gets the largest g, and so on      (convexity)
 * g_i = g_i / m_i where m_i above 1                      (a tail that is not bounded below too soon)
 * loss = -mean g_i m_i                                   (g taken as given; all g above 0)
 * </pre>
 *
 * <p>Falling derivatives that are below zero at zero are what makes a convex loss calibrated, so
 * every draw is one. The power is drawn uniformly for each batch. The authors draw it anew every
 * few epochs; drawing it for each batch needs no memory. The value is not that of a loss that falls
 * towards zero: it grows more and more negative, and only its gradient means something.
 *
 * <p>The margin is the log-odds of a class against the rest with the label's sign; for two classes
 * the difference of their logits, as in the paper, which has no more than two. Draws of several
 * classes are independent.
 */
@MethodInfo(
        name = "ensloss",
        area = Area.LOSS,
        does = "another random calibrated loss for each batch",
        paper =
                "EnsLoss: Stochastic Calibrated Loss Ensembles for Preventing Overfitting in"
                        + " Classification",
        source = "Dai, ICML 2025, arXiv:2409.00908",
        needs = Trait.CLASS_LABELS)
public final class EnsLoss implements ClassificationLoss {

    /**
     * @param largestPower of the inverse Box-Cox transform; powers are drawn from 0 to it
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 10,
                            preset = 1,
                            about = "powers of the inverse Box-Cox transform are drawn up to it")
                    double largestPower) {
        public static final Settings DEFAULT = new Settings(1);
    }

    private final Settings settings;

    public EnsLoss(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        double power = settings.largestPower() * context.random().nextDouble();
        PtNDArray margins = ClassificationLossOps.margins(logitsBK, codesB);
        PtNDArray slopes =
                ClassificationLossOps.calibratedSlopes(margins, power, context.random().nextSeed());
        return ClassificationLossOps.drawnLoss(margins, slopes);
    }
}
