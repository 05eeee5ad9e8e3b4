package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import java.util.Optional;

/**
 * The adaptive label-distributionally robust loss (ALDR-KL) of Zhu, Ying and Yang (ICML 2023): the
 * worst case over distributions p of the label, with a temperature lambda of each sample's own.
 *
 * <pre>
 * l = max_lambda max_p  sum_k p_k d_k - lambda KL(p, 1/K) - (alpha / 2) (lambda - lambda0)^2
 * d_k = z_k - z_y + margin [k != y],   alpha = spread ln(K) / lambda0
 * </pre>
 *
 * <p>For a fixed lambda the worst p is {@code softmax(d / lambda)} and the first part is {@code
 * lambda ln mean_k exp(d_k / lambda)}: cross-entropy with a temperature. Large temperatures come
 * near {@code mean(d)}, a symmetric loss that wrong labels cannot mislead; small ones near {@code
 * max(d)}, the loss of a support vector machine. The best lambda, {@code lambda0 - KL(p, 1/K) /
 * alpha}, is high where the prediction is undecided.
 *
 * <p>The authors move a stored lambda of each training sample by one step of that equation an
 * epoch. Here it is iterated at once from lambda0, from where it falls to its largest solution, so
 * the loss has no memory and knows no row numbers. The value is below zero where the class leads
 * clearly.
 */
@MethodInfo(
        name = "ldr-adaptive",
        area = Area.LOSS,
        does = "worst case over label distributions, with a temperature for each sample",
        paper =
                "Label Distributionally Robust Losses for Multi-class Classification: Consistency,"
                        + " Robustness and Adaptivity",
        source = "Zhu, Ying and Yang, ICML 2023, arXiv:2112.14869",
        needs = Trait.CLASS_LABELS)
public final class LdrAdaptive implements ClassificationLoss {

    /**
     * @param temperature lambda0, the largest temperature
     * @param spread how little temperatures differ; a sure sample has {@code lambda0 (1 - 1 /
     *     spread)}, and many a value is one temperature for all
     * @param margin by which the class should lead
     */
    public record Settings(
            @Real(min = 0.001, max = 1000, preset = 5, about = "the largest temperature")
                    double temperature,
            @Real(
                            min = 1.05,
                            max = 1000,
                            preset = 2,
                            about = "how little the samples' temperatures differ")
                    double spread,
            @Real(min = 0, max = 100, preset = 0.1, about = "by which the class should lead")
                    double margin) {
        public static final Settings DEFAULT = new Settings(5, 2, 0.1);
    }

    private final Settings settings;

    public LdrAdaptive(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        return Optional.of(solve(logitsBK, codesB)[0]);
    }

    /** The temperature each sample gets {@code [B]}, without gradient. */
    public PtNDArray temperatures(PtNDArray logitsBK, PtNDArray codesB) {
        return solve(logitsBK, codesB)[1];
    }

    private PtNDArray[] solve(PtNDArray logitsBK, PtNDArray codesB) {
        ClassBatch.require(logitsBK, codesB);
        return ClassificationLossOps.ldr(
                logitsBK, codesB, settings.margin(), settings.temperature(), settings.spread());
    }
}
