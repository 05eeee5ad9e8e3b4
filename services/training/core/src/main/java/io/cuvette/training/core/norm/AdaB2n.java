package io.cuvette.training.core.norm;

import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Tensors;

/**
 * AdaB2N (Lyu et al. 2023), its balance of running statistics: between the exponential mean, which
 * forgets all but the latest requests, and the plain mean over everything.
 *
 * <pre>
 * eta_1 = momentum^kappa,   eta_t = eta_(t-1) / (eta_(t-1) + (1 - momentum)^kappa)
 * running = (1 - eta_t) running + eta_t statistics of request t
 * </pre>
 *
 * <p>Kappa 1 is the exponential mean, 0 the plain one. With {@code W_t = 1 / eta_t} this is {@code
 * W_t = 1 + (1 - momentum)^kappa W_(t-1)}, a weight of all that was seen; so a request of B rows
 * counts here as {@code B / 64} of the paper's, and the source is what came first. Variance is
 * taken about the former running mean, so that requests of one row have one too.
 *
 * <p>Each request moves the statistics and is then normalised by them. The paper's other half
 * weights tasks within a training batch by learned shares, from a memory of samples whose tasks are
 * known; a stream of requests has neither, so it has no part here.
 */
@MethodInfo(
        name = "adab2n",
        area = Area.NORM,
        does = "normalises a stream by running statistics that forget slowly and evenly",
        paper =
                "Overcoming Recency Bias of Normalization Statistics in Continual Learning: Balance"
                        + " and Adaptation",
        source = "Lyu, Wang, Zhang, Sun, Su, Zhu and Jing, NeurIPS 2023, arXiv:2310.08855",
        keeps = "mean and variance of each unit and the weight of what was seen",
        needs = {Trait.NORMALISED_LAYERS, Trait.TEST_STREAMS})
public final class AdaB2n implements TestTimeNorm {
    private static final double REFERENCE_ROWS = 64;

    /**
     * @param momentum share of a request of 64 rows, when kappa is 1
     * @param kappa balance
     */
    public record Settings(
            @Real(
                            min = 1e-4,
                            max = 0.9999,
                            preset = 0.1,
                            about = "share of a request of 64 rows in the exponential mean")
                    double momentum,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.5,
                            about = "from the plain mean over the stream, 0, to the exponential, 1")
                    double kappa) {
        public static final Settings DEFAULT = new Settings(0.1, 0.5);
    }

    private final Settings settings;
    private final SourceNorm source;
    private final PtNDArray mean;
    private final PtNDArray variance;
    private double weight;

    public AdaB2n(Tensors tensors, SourceNorm source, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.source = source;
        this.mean = tensors.zeros(source.mean().getDataType(), source.features());
        this.variance = tensors.zeros(source.mean().getDataType(), source.features());
        NDScope.unregister(mean);
        NDScope.unregister(variance);
        reset();
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray apply(PtNDArray xBF) {
        double requests = NormShapes.rows("adab2n", xBF, source.features(), 1) / REFERENCE_ROWS;
        weight = requests + weight * Math.pow(1 - settings.momentum(), settings.kappa() * requests);
        try (GradMode off = GradMode.off()) {
            NormOps.moveStatistics(xBF, mean, variance, requests / weight);
            return source.apply(xBF, mean, variance);
        }
    }

    @Override
    public void reset() {
        weight = Math.pow(settings.momentum(), -settings.kappa());
        StreamState.set(mean, StreamState.doubles(source.mean()));
        StreamState.set(variance, StreamState.doubles(source.variance()));
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .tensor("mean", mean)
                .tensor("variance", variance)
                .numbers("weight", weight);
    }

    @Override
    public void restore(MethodState state) {
        state.into("mean", mean);
        state.into("variance", variance);
        weight = state.numbers("weight")[0];
    }

    @Override
    public void close() {
        mean.close();
        variance.close();
    }
}
