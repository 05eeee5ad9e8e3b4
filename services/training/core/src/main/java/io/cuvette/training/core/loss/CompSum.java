package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Functions;
import java.util.Optional;

/**
 * The comp-sum losses of Mao, Mohri and Zhong (ICML 2023), a concave function of a sum:
 *
 * <pre>
 * l(z, y) = Phi_tau(sum_{k != y} exp(z_k - z_y))
 * Phi_tau(u) = ((1 + u)^(1 - tau) - 1) / (1 - tau)      (tau = 1: ln(1 + u))
 * </pre>
 *
 * <p>As {@code 1 + u} is one over the softmax of the class, tau 0 is the sum-exponential loss, 1
 * the logistic one (cross-entropy), 1 to 2 the generalised cross-entropy with {@code q = tau - 1},
 * and 2 the mean absolute error {@code 1 - p_y}.
 *
 * <p>With an adversarial weight nu it is the smooth adversarial comp-sum loss of section 5:
 *
 * <pre>
 * Phi_tau(sum_{k != y} exp((z_k - z_y) / rho)) + nu sup_{x' near x} |D(x') - D(x)|_2
 * </pre>
 *
 * where D are the margins {@code z_y - z_k}. The supremum over the cube {@code |x' - x|_inf <=
 * radius} is sought by projected gradient ascent from a random point of the cube; x' is then taken
 * as given, so gradients flow through the logits at x and at x'. The paper leaves the start of the
 * ascent open: at x itself the gradient of the norm is zero, so it has to be elsewhere.
 */
@MethodInfo(
        name = "comp-sum",
        area = Area.LOSS,
        does = "logistic loss, generalised cross-entropy and absolute error as one family",
        paper = "Cross-Entropy Loss Functions: Theoretical Analysis and Applications",
        source = "Mao, Mohri and Zhong, ICML 2023, arXiv:2304.07288",
        needs = Trait.CLASS_LABELS)
public final class CompSum implements ClassificationLoss {

    /**
     * @param tau which member of the family
     * @param adversarialWeight nu; 0 is the plain loss, which needs no inputs
     * @param adversarialRadius half the edge of the cube around an input, in units of the inputs
     * @param marginScale rho, by which margins are divided
     * @param attackSteps of the ascent, each a quarter of the radius long
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 10,
                            preset = 1.7,
                            about = "0 sum-exponential, 1 cross-entropy, 2 absolute error")
                    double tau,
            @Real(min = 0, max = 1000, preset = 0, about = "weight of the adversarial term")
                    double adversarialWeight,
            @Real(
                            min = 0,
                            max = 1e6,
                            preset = 0.1,
                            about = "largest change of an input's value by an adversary")
                    double adversarialRadius,
            @Real(min = 0.001, max = 1000, preset = 1, about = "by which margins are divided")
                    double marginScale,
            @Whole(
                            min = 1,
                            max = 100,
                            preset = 10,
                            about = "steps of the search for the worst input")
                    int attackSteps) {
        public static final Settings DEFAULT = of(1.7);

        /** A member of the family without an adversary. */
        public static Settings of(double tau) {
            return new Settings(tau, 0, 0.1, 1, 10);
        }
    }

    private final Settings settings;

    public CompSum(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public Optional<PtNDArray> perSample(
            PtNDArray logitsBK, PtNDArray codesB, LossContext context) {
        ClassBatch.require(logitsBK, codesB);
        PtNDArray plain =
                ClassificationLossOps.compSum(
                        logitsBK, codesB, settings.tau(), settings.marginScale());
        if (settings.adversarialWeight() == 0) {
            return Optional.of(plain);
        }
        DenseForward forward =
                context.forward()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "adversarialWeight is %s, which needs dense inputs;"
                                                                .formatted(
                                                                        settings
                                                                                .adversarialWeight())
                                                        + " set it to 0 for this family"));
        PtNDArray worst =
                new WorstInputs(settings.adversarialRadius(), settings.attackSteps())
                        .find(forward, logitsBK, codesB, context.random());
        PtNDArray shift =
                ClassificationLossOps.marginShift(logitsBK, forward.logits().apply(worst), codesB);
        return Optional.of(plain.add(Functions.times(shift, settings.adversarialWeight())));
    }
}
