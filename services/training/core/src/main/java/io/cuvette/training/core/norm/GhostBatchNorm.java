package io.cuvette.training.core.norm;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tape;
import java.util.Optional;

/**
 * Ghost batch normalisation (Hoffer, Hubara and Soudry 2017, algorithm 1): a large batch is
 * normalised in parts of the size of a small one, each by its own statistics, so that their noise
 * is that of small batches.
 *
 * <pre>
 * y_i     = (x_i - mean_i) / sqrt(var_i + epsilon) * gamma + beta       part i of n
 * running = momentum^n running + (1 - momentum) sum_i momentum^(n - i) statistics_i
 * </pre>
 *
 * <p>The paper's parts are of one size; here a batch that is no multiple of it is cut in {@code
 * floor(B / size)} parts whose sizes differ by one at most, so a batch below twice the size is one
 * part. Rows are in the order in which they come, which the loop has shuffled. The momentum is a
 * part's, so with many parts the running statistics move faster than those of batch normalisation.
 */
@MethodInfo(
        name = "ghost-batch-norm",
        area = Area.NORM,
        does = "batch normalisation over the virtual small batches of a large one",
        paper =
                "Train longer, generalize better: closing the generalization gap in large batch"
                        + " training of neural networks",
        source = "Hoffer, Hubara and Soudry, NeurIPS 2017, arXiv:1705.08741",
        keeps = "running mean and variance of each unit, among the parameters",
        needs = Trait.NORMALISED_LAYERS)
public final class GhostBatchNorm implements Norm {

    /**
     * @param size of a virtual batch
     * @param momentum of the running statistics, a virtual batch
     */
    public record Settings(
            @Whole(min = 2, max = 65536, preset = 32, about = "rows of a virtual batch") int size,
            @Real(
                            min = 0,
                            max = 0.99999,
                            preset = 0.99,
                            about =
                                    "share of the former running statistics that a virtual batch"
                                            + " leaves")
                    double momentum,
            @Real(min = 1e-12, max = 1, preset = 1e-3, about = "added to the variance")
                    double epsilon) {
        public static final Settings DEFAULT = new Settings(32, 0.99, 1e-3);
    }

    private final Settings settings;
    private final int features;
    private final BatchNorm whole;

    /** Adds the same parameters as {@link BatchNorm#create}. */
    public GhostBatchNorm(Parameters parameters, String name, int features, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.features = features;
        this.whole =
                BatchNorm.create(
                        parameters,
                        name,
                        features,
                        new BatchNorm.Settings(settings.momentum(), settings.epsilon()));
    }

    @Override
    public PtNDArray train(PtNDArray xBF, Tape tape) {
        return parts(xBF, settings.momentum());
    }

    @Override
    public PtNDArray observe(PtNDArray xBF, Tape tape) {
        return parts(xBF, 1);
    }

    private PtNDArray parts(PtNDArray xBF, double momentum) {
        long rows = NormShapes.rows("ghost-batch-norm", xBF, features, 2);
        return NormOps.ghostBatchNorm(
                xBF,
                whole.gamma(),
                whole.beta(),
                whole.runningMean(),
                whole.runningVariance(),
                Math.max(1, rows / settings.size()),
                momentum,
                settings.epsilon());
    }

    @Override
    public PtNDArray evaluate(PtNDArray xBF) {
        return whole.evaluate(xBF);
    }

    /** The same layer as batch normalisation has it, with the same parameters. */
    public BatchNorm asBatchNorm() {
        return whole;
    }

    @Override
    public Optional<Affine> folded() {
        return whole.folded();
    }
}
