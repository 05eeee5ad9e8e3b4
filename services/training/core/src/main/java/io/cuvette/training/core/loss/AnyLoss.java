package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.OneOf;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * A metric of the confusion matrix as a loss, by Han, Moniz and Chawla (KDD 2024): the probability
 * p of the positive class is pushed towards 0 or 1,
 *
 * <pre>
 * A(p) = 1 / (1 + exp(-L (p - 1/2)))
 * TP = sum y A, FN = sum y (1 - A), FP = sum (1 - y) A, TN = sum (1 - y) (1 - A)
 * loss = 1 - metric(TP, FN, FP, TN)
 * </pre>
 *
 * <p>The matrix is the batch's, so samples have no loss of their own, and batches should be large
 * enough to hold each class. A class that the batch lacks counts as found. The paper has two
 * classes only and leaves more to later work; here each class is taken against the rest.
 *
 * <p>The paper has L = 73. At a tenth from 1/2 that leaves 0.3 % of the gradient, and small
 * networks of ours got stuck with it more often than not; the default is smaller.
 */
@MethodInfo(
        name = "anyloss",
        area = Area.LOSS,
        does = "one minus a metric of the batch's soft confusion matrix",
        paper = "AnyLoss: Transforming Classification Metrics into Loss Functions",
        source = "Han, Moniz and Chawla, KDD 2024, arXiv:2405.14745",
        needs = Trait.CLASS_LABELS)
public final class AnyLoss implements ClassificationLoss {

    /** What is made large. */
    public enum Metric {
        /** {@code 2 TP / (2 TP + FP + FN)}. */
        F1(0),
        /** Mean of sensitivity and specificity. */
        BALANCED_ACCURACY(1),
        /** Share of samples that are right. */
        ACCURACY(2),
        /** Root of sensitivity times specificity. */
        GEOMETRIC_MEAN(3);

        /** Its number in the operation. */
        private final long number;

        Metric(long number) {
            this.number = number;
        }
    }

    /**
     * @param metric what is made large
     * @param sharpness L; 73 in the paper
     */
    public record Settings(
            @OneOf(preset = "f1", about = "the metric that is made large") Metric metric,
            @Real(
                            min = 1,
                            max = 1000,
                            preset = 10,
                            about = "how sharply a probability becomes a decision")
                    double sharpness) {
        public static final Settings DEFAULT = new Settings(Metric.F1, 10);
    }

    private final Settings settings;

    public AnyLoss(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        return ClassificationLossOps.anyLoss(
                logitsBK, codesB, settings.sharpness(), settings.metric().number);
    }
}
