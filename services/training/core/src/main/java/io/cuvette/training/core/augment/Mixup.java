package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * Mixup (Zhang et al., ICLR 2018): the network sees {@code s x + (1 - s) x'} for a random partner
 * x' of the batch, and its loss is {@code s l(z, y) + (1 - s) l(z, y')}, with one share s drawn
 * from Beta(shape, shape) a batch.
 *
 * <p>Early stop (Zou et al., "The Benefits of Mixup for Feature Learning", ICML 2023): from a share
 * of the training on, samples stay as they are. Mixing helps to find rare features early on and
 * keeps confidences too low later.
 */
@MethodInfo(
        name = "mixup",
        area = Area.AUGMENT,
        does = "trains on blends of two samples, if wanted in the first part of training only",
        paper = "mixup: Beyond Empirical Risk Minimization",
        source =
                "Zhang et al., ICLR 2018, arXiv:1710.09412; early stop: Zou et al., ICML 2023,"
                        + " arXiv:2303.08433",
        needs = {Trait.CLASS_LABELS, Trait.MIXABLE_INPUTS})
public final class Mixup implements Augmentation {

    /**
     * @param shape of the Beta distribution of shares; small values mix little
     * @param until share of the training after which samples are no longer mixed
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 100,
                            preset = 1,
                            about = "of the Beta distribution of shares; small ones mix little")
                    double shape,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 1,
                            about = "share of the training after which nothing is mixed")
                    double until) {
        public static final Settings DEFAULT = new Settings(1, 1);
    }

    /** Samples as they are. */
    private record Plain(PtNDArray inputs, PtNDArray codesB) implements MixedBatch {
        @Override
        public PtNDArray loss(PtNDArray logitsBK, ClassificationLoss base, LossContext context) {
            return base.evaluate(logitsBK, codesB, context);
        }
    }

    private final Settings settings;

    public Mixup(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public MixedBatch mix(PtNDArray xBF, PtNDArray codesB, RandomStream random, double progress) {
        if (progress >= settings.until() && settings.until() < 1) {
            Blend.require(xBF, codesB);
            return new Plain(xBF, codesB);
        }
        return Blend.draw(xBF, codesB, settings.shape(), random);
    }
}
