package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Optional;

/**
 * {@code -ln softmax(z)_y}, the plain choice.
 *
 * <p>With a penalty it adds {@code penalty (ln sum_k exp z_k)^2}, which keeps the logits of long
 * runs near zero and their softmax exact (Chowdhery et al., "PaLM", JMLR 2023, section 5, with
 * 1e-4; Wortsman et al., "Small-scale proxies for large-scale Transformer training instabilities",
 * ICLR 2024). That auxiliary term goes by the name of z-loss too, but is not {@link ZLoss}.
 */
@MethodInfo(
        name = "cross-entropy",
        area = Area.LOSS,
        does = "negative log-likelihood of the class, if wanted with a penalty on the logits' size",
        paper = "standard",
        source = "penalty: Chowdhery et al., PaLM, JMLR 2023, arXiv:2204.02311",
        needs = Trait.CLASS_LABELS)
public final class CrossEntropy implements ClassificationLoss {

    /**
     * @param logitPenalty weight of the squared logarithm of the softmax's denominator
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "weight of the squared log of the softmax's denominator")
                    double logitPenalty) {
        public static final Settings DEFAULT = new Settings(0);
    }

    private final Settings settings;

    public CrossEntropy(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        return Optional.of(
                ClassificationLossOps.crossEntropyEach(logitsBK, codesB, settings.logitPenalty()));
    }
}
