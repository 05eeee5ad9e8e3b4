package io.cuvette.training.core.norm;

import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.Tensors;

/**
 * UnMix-TNS (Tomar et al. 2024): K components of statistics stand for the kinds of rows a stream
 * brings one after the other; each row is normalised by the mixture of all components, the ones
 * like it moved towards it.
 *
 * <pre>
 * p_k   = softmax_k(cos(x, mu_k) / temperature)
 * mu^_k = (1 - p_k) mu_k + p_k x
 * v^_k  = (1 - p_k) v_k  + p_k (1 - p_k) (x - mu_k)^2
 * mean  = mean_k mu^_k,   var = mean_k v^_k + mean_k mu^_k^2 - mean^2
 * then  mu_k = mu_k + m mean_B(p_k (x - mu_k)),  v_k = v_k + m mean_B(p_k ((x - mu_k)^2 - v_k))
 * </pre>
 *
 * <p>Components start around the source: {@code mu_k = mean + sqrt(spread K / (K - 1)) sigma
 * noise}, {@code v_k = (1 - spread) sigma^2}, which leaves the mixture's variance the source's in
 * expectation. {@code m = 1 - (1 - momentum)^(B / 64)}, as in the authors' code.
 *
 * <p>The paper's instances are images, with a variance of their own over positions; the authors'
 * layer for rows does not adapt at all. A row has one value a unit: its own variance is 0, and its
 * square distance from the component takes its part, in the mixture by the law of total variance
 * and in the update.
 */
@MethodInfo(
        name = "unmix-tns",
        area = Area.NORM,
        does = "normalises each row of a stream by components of statistics that follow the stream",
        paper =
                "Un-Mixing Test-Time Normalization Statistics: Combatting Label Temporal"
                        + " Correlation",
        source = "Tomar, Vray, Thiran and Bozorgtabar, ICLR 2024, arXiv:2401.08328",
        keeps = "mean and variance of each component and unit",
        needs = {Trait.NORMALISED_LAYERS, Trait.TEST_STREAMS})
public final class UnmixTns implements TestTimeNorm {
    private static final double REFERENCE_ROWS = 64;

    /**
     * @param components K
     * @param momentum of the components, for a request of 64 rows
     */
    public record Settings(
            @Whole(min = 1, max = 256, preset = 16, about = "components of statistics")
                    int components,
            @Real(
                            min = 0,
                            max = 1,
                            preset = 0.1,
                            about = "how far a request of 64 rows moves the components")
                    double momentum,
            @Real(min = 1e-3, max = 100, preset = 0.07, about = "of the assignment to components")
                    double temperature,
            @Real(
                            min = 0,
                            max = 0.99,
                            preset = 0.5,
                            about = "share of the source's variance between the first components")
                    double spread) {
        public static final Settings DEFAULT = new Settings(16, 0.1, 0.07, 0.5);
    }

    private final Settings settings;
    private final SourceNorm source;
    private final long seed;
    private final PtNDArray means;
    private final PtNDArray variances;

    public UnmixTns(Tensors tensors, SourceNorm source, Settings settings, long seed) {
        this.settings = SettingsSchema.checked(settings);
        this.source = source;
        this.seed = seed;
        DataType type = source.mean().getDataType();
        this.means = tensors.zeros(type, settings.components(), source.features());
        this.variances = tensors.zeros(type, settings.components(), source.features());
        NDScope.unregister(means);
        NDScope.unregister(variances);
        reset();
    }

    @Override
    @SuppressWarnings("try") // the mode is used by being open
    public PtNDArray apply(PtNDArray xBF) {
        long rows = NormShapes.rows("unmix-tns", xBF, source.features(), 1);
        double momentum = 1 - Math.pow(1 - settings.momentum(), rows / REFERENCE_ROWS);
        try (GradMode off = GradMode.off()) {
            return NormOps.unmix(xBF, source, means, variances, momentum, settings.temperature());
        }
    }

    @Override
    public void reset() {
        int components = settings.components();
        double[] mean = StreamState.doubles(source.mean());
        double[] variance = StreamState.doubles(source.variance());
        double spread = components == 1 ? 0 : settings.spread();
        double scale = components == 1 ? 0 : Math.sqrt(spread * components / (components - 1.0));
        RandomStream random = new RandomStream(seed);
        double[] firstMeans = new double[components * mean.length];
        double[] firstVariances = new double[components * mean.length];
        for (int i = 0; i < firstMeans.length; i++) {
            int unit = i % mean.length;
            double noise = scale * Math.sqrt(variance[unit]) * random.nextGaussian();
            firstMeans[i] = mean[unit] + noise;
            firstVariances[i] = (1 - spread) * variance[unit];
        }
        StreamState.set(means, firstMeans);
        StreamState.set(variances, firstVariances);
    }

    @Override
    public MethodState save() {
        return new MethodState().tensor("means", means).tensor("variances", variances);
    }

    @Override
    public void restore(MethodState state) {
        state.into("means", means);
        state.into("variances", variances);
    }

    @Override
    public void close() {
        means.close();
        variances.close();
    }
}
