package io.cuvette.training.core.loss;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Optional;

/**
 * The Z-loss of de Brébisson and Vincent (2016), which sees logits after their mean and deviation
 * over the K classes are taken out:
 *
 * <pre>
 * zeta_k = (z_k - mean(z)) / deviation(z)
 * l(z, y) = softplus(a (b - zeta_y)) / a
 * </pre>
 *
 * <p>Neither a shift nor a positive scale of a sample's logits changes it, so it leaves their size
 * open; zeta is at most {@code sqrt(K - 1)}. Logits that are all the same have no deviation; the
 * paper leaves that case open, here they are taken as of deviation 1, so that their gradient points
 * to the class. The penalty on logits of the same name is a setting of {@link CrossEntropy}.
 */
@MethodInfo(
        name = "z-loss",
        area = Area.LOSS,
        does = "looks at the class's logit in deviations from the mean logit only",
        paper =
                "The Z-loss: a shift and scale invariant classification loss belonging to the"
                        + " Spherical Family",
        source = "de Brébisson and Vincent, 2016, arXiv:1604.08859",
        needs = Trait.CLASS_LABELS)
public final class ZLoss implements ClassificationLoss {
    private static final double FLOAT32_EPSILON = Math.ulp(1f);
    private static final double FLOAT64_EPSILON = Math.ulp(1d);

    /**
     * @param sharpness a, how sharply the loss bends
     * @param target b, the deviations from the mean at which it bends
     */
    public record Settings(
            @Real(min = 0.001, max = 100, preset = 1, about = "how sharply the loss bends")
                    double sharpness,
            @Real(
                            min = -100,
                            max = 100,
                            preset = 4,
                            about = "deviations above the mean logit at which it bends")
                    double target) {
        public static final Settings DEFAULT = new Settings(1, 4);
    }

    private final Settings settings;

    public ZLoss(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        boolean single = logitsBK.getDataType() == DataType.FLOAT32;
        return Optional.of(
                ClassificationLossOps.zLoss(
                        logitsBK,
                        codesB,
                        settings.sharpness(),
                        settings.target(),
                        single ? FLOAT32_EPSILON : FLOAT64_EPSILON));
    }
}
