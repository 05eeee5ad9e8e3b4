package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * Logistic loss of score differences, an upper bound (times 1 / ln 2) of the area over the ROC
 * curve (Sheikholeslami et al. 2025).
 *
 * <pre>
 * L = 1 / (P N) sum over positives p, negatives n of  ln(1 + exp( -(s_p - s_n) / temperature ))
 * </pre>
 *
 * <p>Positives and negatives of the whole batch are compared, not those of one sample only, so that
 * scores may be compared with one threshold. A batch without positives or without negatives has
 * loss 0. Memory is that of P N values: 16 million for 256 pairs of views.
 */
@MethodInfo(
        name = "mann-whitney",
        area = Area.LOSS,
        does = "logistic loss of every positive score less every negative one of the batch",
        paper = "Optimizing What Matters: AUC-Driven Learning for Robust Neural Retrieval",
        source = "Sheikholeslami et al. 2025, arXiv:2510.00137",
        needs = Trait.LABEL_SETS)
public final class MannWhitney implements LabelSetLoss {

    /**
     * @param temperature by which differences are divided
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 1000,
                            preset = 1,
                            about = "temperature that differences of scores are divided by")
                    double temperature) {
        public static final Settings DEFAULT = new Settings(1);
    }

    private final Settings settings;

    public MannWhitney(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray scoresBL, PtNDArray positivesBL) {
        MetricLossInput.labelSets(scoresBL, positivesBL);
        return LabelSetLossOps.mannWhitney(scoresBL, positivesBL, 1 / settings.temperature());
    }
}
