package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Optional;

/**
 * The self-adjusting dice loss of Li et al. (ACL 2020), one minus a soft F1:
 *
 * <pre>
 * q_i = (1 - p_i)^alpha p_i
 * batch:  1 - (2 sum_i q_i y_i + gamma) / (sum_i q_i + sum_i y_i + gamma)
 * sample: mean_i 1 - (2 q_i y_i + gamma) / (q_i + y_i + gamma)             (equation 11 there)
 * </pre>
 *
 * <p>p is the softmax of the positive class and y 1 or 0. The paper writes the loss of each sample
 * and of the set; the authors' code takes the sums over the batch, and so does the default here. By
 * samples, negatives outweigh positives as they outnumber them: rare classes may be given up.
 *
 * <p>The factor {@code (1 - p)^alpha} takes weight from samples the network is sure of. It also
 * moves the best p of a positive sample down to {@code 1 / (1 + alpha)}, which is why the authors'
 * own runs have alpha near 0.01, the default. For more than two classes their code sums over the
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

    /** Over what the soft F1 is taken. */
    public enum Level {
        BATCH,
        SAMPLE
    }

    /**
     * @param level over what the soft F1 is taken; only samples have a loss of their own
     * @param alpha how much weight sure samples lose
     * @param smoothing gamma, so that negative samples count too
     */
    public record Settings(
            @OneOf(preset = "batch", about = "over what the soft F1 is taken") Level level,
            @Real(min = 0, max = 1, preset = 0.01, about = "how much weight sure samples lose")
                    double alpha,
            @Real(
                            min = 1e-6,
                            max = 100,
                            preset = 1,
                            about = "added above and below, so that negative samples count too")
                    double smoothing) {
        public static final Settings DEFAULT = new Settings(Level.BATCH, 0.01, 1);
    }

    private final Settings settings;

    public Dice(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        return switch (settings.level()) {
            case BATCH -> {
                ClassBatch.require(logitsBK, codesB);
                yield ClassificationLossOps.diceSet(
                        logitsBK, codesB, settings.alpha(), settings.smoothing());
            }
            case SAMPLE -> ClassificationLoss.super.evaluate(logitsBK, codesB, context);
        };
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        return switch (settings.level()) {
            case BATCH -> Optional.empty();
            case SAMPLE -> {
                ClassBatch.require(logitsBK, codesB);
                yield Optional.of(
                        ClassificationLossOps.diceEach(
                                logitsBK, codesB, settings.alpha(), settings.smoothing()));
            }
        };
    }
}
