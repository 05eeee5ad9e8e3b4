package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.loss.ClassificationLoss;
import io.cuvette.training.core.loss.LossContext;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.RandomStream;

/**
 * Decoupled mixup (Liu et al., NeurIPS 2023): the loss of {@link Mixup} and a regulariser in which
 * the two classes a and b of a blend do not compete with each other,
 *
 * <pre>
 * h(a, b) = exp(z_a) / sum_{c != b} exp(z_c)
 * loss = mixup + weight mean(-ln h(a, b) - ln h(b, a))
 * </pre>
 *
 * <p>so that a blend of which one class hardly shows may still be named with confidence. Both
 * classes count fully there, whatever their shares. Blends of one class have no regulariser.
 */
@MethodInfo(
        name = "decoupled",
        area = Area.AUGMENT,
        does = "mixup whose two classes are named independently of each other as well",
        paper = "Harnessing Hard Mixed Samples with Decoupled Regularizer",
        source = "Liu et al., NeurIPS 2023, arXiv:2203.10761",
        needs = {Trait.CLASS_LABELS, Trait.MIXABLE_INPUTS})
public final class DecoupledMixup implements Augmentation {

    /**
     * @param shape of the Beta distribution of shares
     * @param weight of the regulariser
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 100,
                            preset = 1,
                            about = "of the Beta distribution of shares; small ones mix little")
                    double shape,
            @Real(min = 0, max = 100, preset = 0.1, about = "weight of the regulariser")
                    double weight) {
        public static final Settings DEFAULT = new Settings(1, 0.1);
    }

    private record Decoupled(Blend blend, double weight) implements MixedBatch {
        @Override
        public PtNDArray inputs() {
            return blend.inputs();
        }

        @Override
        public PtNDArray loss(PtNDArray logitsBK, ClassificationLoss base, LossContext context) {
            PtNDArray mixed = blend.loss(logitsBK, base, context);
            PtNDArray regulariser = MixOps.decoupled(logitsBK, blend.own(), blend.partners());
            return mixed.add(Functions.times(regulariser, weight));
        }
    }

    private final Settings settings;

    public DecoupledMixup(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public MixedBatch mix(PtNDArray xBF, PtNDArray codesB, RandomStream random, double progress) {
        return new Decoupled(Blend.draw(xBF, codesB, settings.shape(), random), settings.weight());
    }
}
