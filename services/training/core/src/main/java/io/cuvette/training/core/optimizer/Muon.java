package io.cuvette.training.core.optimizer;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import io.cuvette.training.core.tensor.TorchOps;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Momentum whose matrices are orthogonalised (Jordan et al., "Muon: an optimizer for hidden layers
 * in neural networks", 2024; used for fast weights in Zhang et al., "Test-time training done
 * right", arXiv:2505.23884).
 *
 * <pre>
 * B = momentum B + (1 - momentum) G
 * O = NewtonSchulz((1 - momentum) G + momentum B)      (without Nesterov: of B)
 * W = (1 - rate * decay) W - rate * sqrt(max(1, outputs / inputs)) O
 * </pre>
 *
 * <p>NewtonSchulz divides by the Frobenius norm and applies {@code X = 3.4445 X + (-4.775 A +
 * 2.0315 A^2) X, A = X X'} some times, which takes every singular value that is not tiny to between
 * about 0.7 and 1.2. The coefficients and the scale are those of Jordan's code; Zhang et al. use
 * the same iteration and normalise their fast weights in place of the scale. Jordan iterates in
 * bfloat16, here it is done in the weights' own type.
 *
 * <p>A matrix is a tensor {@code [..., inputs, outputs]} with more than one input and more than one
 * output; leading axes are batches of matrices. All other tensors go by Adam with the rate times
 * {@code adamShare}. Jordan leaves the first and the last layer to Adam as well; give those a group
 * and an optimizer of their own.
 */
@MethodInfo(
        name = "muon",
        area = Area.OPTIMIZER,
        does = "momentum with orthogonalised matrices, Adam for the rest",
        paper = "Test-Time Training Done Right",
        source =
                "Zhang et al., 2025, arXiv:2505.23884; the method itself is Jordan et al., Muon,"
                        + " 2024",
        keeps = "mean gradient of matrices, Adam's two means of the rest",
        needs = Trait.GRADIENTS)
public final class Muon extends GroupOptimizer {

    /**
     * @param momentum of the matrices
     * @param nesterov look ahead along the momentum
     * @param iterations of Newton-Schulz
     * @param weightDecay decoupled, of matrices
     * @param adamShare rate of the rest as a share of the matrices' rate
     * @param beta1 of the rest's first moment
     * @param beta2 of the rest's second moment
     */
    public record Settings(
            @Real(min = 0, max = 0.9999, preset = 0.95, about = "decay of the mean gradient")
                    double momentum,
            @Flag(preset = true, about = "look ahead along the momentum") boolean nesterov,
            @Whole(min = 1, max = 30, preset = 5, about = "Newton-Schulz iterations a step")
                    int iterations,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0,
                            about = "share of a matrix taken off a step, times the rate")
                    double weightDecay,
            @Real(
                            min = 1e-6,
                            max = 1e3,
                            preset = 0.015,
                            about = "rate of the tensors that are no matrices, times the rate")
                    double adamShare,
            @Real(min = 0, max = 0.999999, preset = 0.9, about = "their decay of the mean gradient")
                    double beta1,
            @Real(min = 0, max = 0.9999999, preset = 0.95, about = "their decay of the mean square")
                    double beta2) {
        public static final Settings DEFAULT = new Settings(0.95, true, 5, 0, 0.015, 0.9, 0.95);
    }

    private static final double ADAM_EPSILON = 1e-10;

    private final Settings settings;
    private final int[] matrices;
    private final int[] others;
    private final PtNDArray[] momenta;
    private final PtNDArray[] m;
    private final PtNDArray[] v;

    public Muon(Tensors tensors, List<Parameter> group, Settings settings) {
        super("muon", group);
        this.settings = SettingsSchema.checked(settings);
        this.matrices = indices(group, true);
        this.others = indices(group, false);
        this.momenta = slots(tensors, "momentum", IntStream.of(matrices).mapToObj(group::get));
        this.m = slots(tensors, "m", IntStream.of(others).mapToObj(group::get));
        this.v = slots(tensors, "v", IntStream.of(others).mapToObj(group::get));
    }

    private static int[] indices(List<Parameter> group, boolean matrices) {
        return IntStream.range(0, group.size())
                .filter(i -> isMatrix(group.get(i).value()) == matrices)
                .toArray();
    }

    /** Whether the last two axes are both longer than 1. */
    static boolean isMatrix(PtNDArray tensor) {
        int axes = tensor.getShape().dimension();
        return axes >= 2 && tensor.size(axes - 1) > 1 && tensor.size(axes - 2) > 1;
    }

    @Override
    void update(double learningRate, PtNDArray[] gradients) {
        if (matrices.length > 0) {
            OptimizerOps.muon(
                    pick(parameters(), matrices),
                    pick(gradients, matrices),
                    momenta,
                    learningRate,
                    settings);
        }
        if (others.length > 0) {
            TorchOps.fusedAdamW(
                    new TorchOps.AdamStep(
                            pick(parameters(), others),
                            pick(gradients, others),
                            m,
                            v,
                            steps(),
                            learningRate * settings.adamShare(),
                            settings.beta1(),
                            settings.beta2(),
                            0,
                            ADAM_EPSILON));
        }
    }
}
