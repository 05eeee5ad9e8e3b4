package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.Optional;

/**
 * Layer normalisation (Ba, Kiros and Hinton 2016, eq. 3 and 4): each row by the mean and the biased
 * variance of its own units.
 *
 * <pre>
 * y = (x - mean_F(x)) / sqrt(var_F(x) + epsilon) * gamma + beta
 * </pre>
 *
 * <p>In training and at evaluation the same, and so not affine at evaluation.
 */
@MethodInfo(
        name = "layer-norm",
        area = Area.NORM,
        does = "normalises each row over its own units",
        paper = "Layer Normalization",
        source = "Ba, Kiros and Hinton, 2016, arXiv:1607.06450",
        needs = Trait.NORMALISED_LAYERS)
public final class LayerNorm implements Norm {

    /**
     * @param epsilon keeps a row of equal values finite
     */
    public record Settings(
            @Real(min = 1e-12, max = 1, preset = 1e-5, about = "added to the variance")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(1e-5);
    }

    private final PtNDArray gamma;
    private final PtNDArray beta;
    private final int features;
    private final double epsilon;

    /** Adds {@code name.gamma} and {@code name.beta}. */
    public LayerNorm(Parameters parameters, String name, int features, Settings settings) {
        this.epsilon = SettingsSchema.checked(settings).epsilon();
        this.features = features;
        this.gamma = parameters.trainable(name + ".gamma", Initializer.constant(1), features);
        this.beta = parameters.trainable(name + ".beta", Initializer.constant(0), features);
    }

    @Override
    public PtNDArray train(PtNDArray xBF, Tape tape) {
        return evaluate(xBF);
    }

    @Override
    public PtNDArray observe(PtNDArray xBF, Tape tape) {
        return evaluate(xBF);
    }

    @Override
    public PtNDArray evaluate(PtNDArray xBF) {
        NormShapes.rows("layer-norm", xBF, features, 0);
        return NormOps.layerNorm(xBF, gamma, beta, epsilon);
    }

    @Override
    public Optional<Affine> folded() {
        return Optional.empty();
    }
}
