package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.Optional;

/**
 * Power normalisation (Shen et al. 2020, algorithm 2): by a running quadratic mean, without
 * centring, and with a backward pass that holds the statistics' part of the gradient in a running
 * mean of its own.
 *
 * <pre>
 * x^     = x / sqrt(psi2 + epsilon),  y = x^ gamma + beta
 * psi2   = decay psi2 + (1 - decay) mean_B(x^2)                 after it was used
 * dx     = (gamma dy - nu x^) / sqrt(psi2 + epsilon)            with the psi2 that was used
 * nu     = nu (1 - (1 - decay) mean_B(x^2^)) + (1 - decay) mean_B(gamma dy x^)
 * </pre>
 *
 * <p>For the first {@code warmUp} steps, as in the authors' code, a batch is divided by its own
 * quadratic mean and the running one is the plain mean of those seen. That code also divides each
 * row by the quadratic mean of its units before; this is no part of the algorithm, would keep the
 * layer from being affine at evaluation, and is left out.
 *
 * <p>Its gradient is no derivative, so it goes through the tape, and there is only the first.
 */
@MethodInfo(
        name = "power-norm",
        area = Area.NORM,
        does = "divides each unit by a running quadratic mean, with an approximate backward pass",
        paper = "PowerNorm: Rethinking Batch Normalization in Transformers",
        source = "Shen, Yao, Gholami, Mahoney and Keutzer, ICML 2020, arXiv:2003.07845",
        keeps =
                "running quadratic mean of each unit, its gradient's running part and the steps"
                        + " done, among the parameters",
        needs = {Trait.NORMALISED_LAYERS, Trait.GRADIENTS})
public final class PowerNorm implements Norm {

    /**
     * @param decay of the running quadratic mean
     * @param gradientDecay of the running part of the gradient
     */
    public record Settings(
            @Real(
                            min = 0,
                            max = 0.99999,
                            preset = 0.9,
                            about = "share of the former quadratic mean that a batch leaves")
                    double decay,
            @Real(
                            min = 0,
                            max = 0.99999,
                            preset = 0.9,
                            about = "share of the gradient's running part that a batch leaves")
                    double gradientDecay,
            @Whole(
                            min = 0,
                            max = 1_000_000,
                            preset = 100,
                            about = "first steps, in which a batch is divided by its own mean")
                    int warmUp,
            @Real(min = 1e-12, max = 1, preset = 1e-5, about = "added to the quadratic mean")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(0.9, 0.9, 100, 1e-5);
    }

    private final Settings settings;
    private final int features;
    private final PtNDArray gamma;
    private final PtNDArray beta;
    private final PtNDArray runningSquare;
    private final PtNDArray nu;
    private final PtNDArray steps;

    /**
     * Adds {@code name.gamma} and {@code .beta}, and the buffers {@code .runningSquare}, {@code
     * .runningGradient} (nu) and {@code .steps}.
     */
    public PowerNorm(Parameters parameters, String name, int features, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.features = features;
        this.gamma = parameters.trainable(name + ".gamma", Initializer.constant(1), features);
        this.beta = parameters.trainable(name + ".beta", Initializer.constant(0), features);
        this.runningSquare = parameters.buffer(name + ".runningSquare", 1, features);
        this.nu = parameters.buffer(name + ".runningGradient", 0, features);
        this.steps = parameters.buffer(name + ".steps", 0, 1);
    }

    @Override
    public PtNDArray train(PtNDArray xBF, Tape tape) {
        return forward(xBF, tape, true);
    }

    @Override
    public PtNDArray observe(PtNDArray xBF, Tape tape) {
        return forward(xBF, tape, false);
    }

    @SuppressWarnings("try") // the mode is used by being open
    private PtNDArray forward(PtNDArray xBF, Tape tape, boolean move) {
        NormShapes.rows("power-norm", xBF, features, 1);
        boolean records = GradMode.isOn();
        try (GradMode off = GradMode.off()) {
            PtNDArray divisor =
                    NormOps.powerDivisor(
                            xBF, runningSquare, steps, settings.warmUp(), settings.decay(), move);
            PtNDArray xHat = xBF.div(divisor.add(settings.epsilon()).sqrt());
            PtNDArray y = xHat.mul(gamma).add(beta);
            if (records) {
                tape.recordInner(
                        xBF,
                        new PtNDArray[] {gamma, beta},
                        y,
                        dY -> backward(dY, xHat, divisor, move));
            }
            return y;
        }
    }

    /** Runs without recording; moves nu once for each training step. */
    private PtNDArray[] backward(PtNDArray dY, PtNDArray xHat, PtNDArray divisor, boolean move) {
        return NormOps.powerBackward(
                dY, xHat, divisor, gamma, nu, settings.gradientDecay(), settings.epsilon(), move);
    }

    @Override
    public PtNDArray evaluate(PtNDArray xBF) {
        NormShapes.rows("power-norm", xBF, features, 0);
        return xBF.div(runningSquare.add(settings.epsilon()).sqrt()).mul(gamma).add(beta);
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public Optional<Affine> folded() {
        try (GradMode off = GradMode.off();
                PtNDArray none = (PtNDArray) runningSquare.zerosLike()) {
            return Optional.of(Affine.of(gamma, beta, none, runningSquare, settings.epsilon()));
        }
    }
}
