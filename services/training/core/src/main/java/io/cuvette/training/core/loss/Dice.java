package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Optional;

/**
 * The self-adjusting dice loss of Li et al. (ACL 2020), a soft F1 of each sample by itself
 * (equation 11 there, as a loss):
 *
 * <pre>
 * q = (1 - p)^alpha p
 * l = 1 - (2 q y + gamma) / (q + y + gamma)
 * </pre>
 *
 * <p>p is the softmax of the positive class and y 1 or 0. The factor {@code (1 - p)^alpha} takes
 * weight from samples the network is sure of. It also moves the best p of a positive sample down to
 * {@code 1 / (1 + alpha)}, which is why the authors' own runs have alpha near 0.01; their
 * experiments are the source of the default. For more than two classes their code sums over the
 * classes against the rest; here it is the mean.
 */
@MethodInfo(
        name = "dice",
        area = Area.LOSS,
        does = "a soft F1 that gives easy samples less weight",
        paper = "Dice Loss for Data-imbalanced NLP Tasks",
        source = "Li et al., ACL 2020, arXiv:1911.02855",
        needs = Trait.CLASS_LABELS)
public final class Dice implements ClassificationLoss {

    /**
     * @param alpha how much weight sure samples lose
     * @param smoothing gamma, so that negative samples count too
     */
    public record Settings(
            @Real(min = 0, max = 1, preset = 0.01, about = "how much weight sure samples lose")
                    double alpha,
            @Real(
                            min = 1e-6,
                            max = 100,
                            preset = 1,
                            about = "added above and below, so that negative samples count too")
                    double smoothing) {
        public static final Settings DEFAULT = new Settings(0.01, 1);
    }

    private final Settings settings;

    public Dice(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        return Optional.of(
                ClassificationLossOps.dice(
                        logitsBK, codesB, settings.alpha(), settings.smoothing()));
    }
}
