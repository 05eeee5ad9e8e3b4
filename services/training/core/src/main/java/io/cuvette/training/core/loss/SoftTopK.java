package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;

/**
 * Log-likelihood that the positives are among the k highest scores, in a smooth sense (Gupta et al.
 * 2024, SoftTop-k).
 *
 * <pre>
 * z_l = sigmoid( alpha (s_l + t) ),    t such that sum_l z_l = k, for each sample
 * L   = -(1/B) sum_b 1/|P_b| sum over p in P_b of ln z_p
 * </pre>
 *
 * <p>t comes from 30 halvings and three Newton steps; the gradient is that of the implicit
 * function, {@code dt/ds_l = -z_l (1 - z_l) / sum_m z_m (1 - z_m)}. The authors draw k positives of
 * a sample that has more; here all of them count, and such a sample keeps a loss above 0. A sample
 * without positives counts as 0.
 */
@MethodInfo(
        name = "soft-top-k",
        area = Area.LOSS,
        does = "smooth likelihood that a sample's labels are among its k highest scores",
        paper = "Dual-Encoders for Extreme Multi-Label Classification",
        source = "Gupta et al., ICLR 2024, arXiv:2310.10636",
        needs = Trait.LABEL_SETS)
public final class SoftTopK implements LabelSetLoss {

    /**
     * @param k labels on top, below the number of labels
     * @param sharpness alpha
     */
    public record Settings(
            @Whole(min = 1, max = 10_000, preset = 5, about = "labels on top") int k,
            @Real(
                            min = 0.001,
                            max = 1000,
                            preset = 1,
                            about = "factor of the scores, an inverse temperature")
                    double sharpness) {
        public static final Settings DEFAULT = new Settings(5, 1);
    }

    private final Settings settings;

    public SoftTopK(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray scoresBL, PtNDArray positivesBL) {
        MetricLossInput.labelSets(scoresBL, positivesBL);
        if (settings.k() >= scoresBL.size(1)) {
            throw new IllegalArgumentException(
                    "k is %d with %d labels; it must be smaller"
                            .formatted(settings.k(), scoresBL.size(1)));
        }
        return LabelSetLossOps.softTopK(scoresBL, positivesBL, settings.k(), settings.sharpness());
    }
}
