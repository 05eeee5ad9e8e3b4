package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * InfoNCE of each positive against the negatives only (Gupta et al. 2024, decoupled softmax).
 *
 * <pre>
 * L = -(1/B) sum_b 1/|P_b| sum over p in P_b of
 *         ln exp(s_p / T) / ( exp(s_p / T) + sum over n not in P_b of exp(s_n / T) )
 * </pre>
 *
 * <p>With the usual softmax the positives of a sample share the probability of one, so the gradient
 * of a positive that is already high is negative; here it never is. A sample without positives
 * counts as 0.
 */
@MethodInfo(
        name = "decoupled-softmax",
        area = Area.LOSS,
        does = "softmax of each positive label against the negatives, not against other positives",
        paper = "Dual-Encoders for Extreme Multi-Label Classification",
        source = "Gupta et al., ICLR 2024, arXiv:2310.10636",
        needs = Trait.LABEL_SETS)
public final class DecoupledSoftmax implements LabelSetLoss {

    /**
     * @param temperature T
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 1000,
                            preset = 1,
                            about = "temperature that scores are divided by")
                    double temperature) {
        public static final Settings DEFAULT = new Settings(1);
    }

    private final Settings settings;

    public DecoupledSoftmax(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray scoresBL, PtNDArray positivesBL) {
        MetricLossInput.labelSets(scoresBL, positivesBL);
        return LabelSetLossOps.decoupledSoftmax(scoresBL, positivesBL, 1 / settings.temperature());
    }
}
