package io.cuvette.training.core.loss;

import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.MethodState;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.GradMode;
import io.cuvette.training.core.tensor.Tensors;

/**
 * Contrastive loss with a temperature for each sample (Qiu et al. 2023). The loss of an anchor is
 * the worst case over reweighted negatives within a divergence rho of uniform weights; its dual has
 * the temperature as variable (the robust global contrastive loss):
 *
 * <pre>
 * h_ij = a_i' b_j - a_i' b_i,     j other than i, rows of length one
 * L_i  = min over tau_i of  tau_i ln E_j exp(h_ij / tau_i) + tau_i rho
 * </pre>
 *
 * <p>A step of iSogCLR (algorithm 1), for the anchors i of the batch:
 *
 * <pre>
 * g_i   = mean_j exp(h_ij / tau_i)
 * s_i   = (1 - gamma) s_i + gamma g_i                         (s_i = g_i at the first visit)
 * dL/dh = exp(h_ij / tau_i) / s_i / (B - 1)
 * u_i   = (1 - beta) u_i + beta (ln s_i + rho - sum_j dL/dh_ij h_ij / tau_i)
 * tau_i = clamp(tau_i - rate u_i)
 * </pre>
 *
 * <p>The value is {@code mean_i tau_i (ln s_i + rho)} for the anchors of both views, added; s is
 * kept as a logarithm. The slope of tau is clipped to 5 either way, as in the authors' code. A rho
 * above {@code ln(B - 1)} only lets temperatures fall.
 */
@MethodInfo(
        name = "isogclr",
        area = Area.LOSS,
        does = "contrastive loss with a temperature for each sample, learned by robust weighting",
        paper =
                "Not All Semantics are Created Equal: Contrastive Self-supervised Learning with"
                        + " Automatic Temperature Individualization",
        source = "Qiu et al., ICML 2023, arXiv:2305.11965",
        keeps = "temperature, its mean slope and the mean exponential of each sample and view",
        needs = Trait.PAIRS)
public final class IsoGclr implements PairLoss, Stateful {
    private static final double SLOPE_CLIP = 5;
    private static final double UNSEEN = -1e30;

    /**
     * @param gamma weight of the batch in the mean exponential
     * @param rho divergence of the worst case
     * @param temperature of all samples at first
     * @param lowest temperature
     * @param highest temperature
     * @param rate step of the temperatures
     * @param beta weight of the batch in the mean slope
     */
    public record Settings(
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.8,
                            about = "weight of the batch in each sample's mean exponential")
                    double gamma,
            @Real(
                            min = 0,
                            max = 20,
                            preset = 0.4,
                            about = "divergence of the worst case's weights from uniform ones")
                    double rho,
            @Real(min = 0.001, max = 10, preset = 0.1, about = "temperature at the start")
                    double temperature,
            @Real(min = 0.001, max = 10, preset = 0.05, about = "lowest temperature") double lowest,
            @Real(min = 0.001, max = 10, preset = 1, about = "highest temperature") double highest,
            @Real(min = 0, max = 1, preset = 0.03, about = "learning rate of the temperatures")
                    double rate,
            @Real(
                            min = 0.001,
                            max = 1,
                            preset = 0.5,
                            about = "weight of the batch in a temperature's mean slope")
                    double beta) {
        public static final Settings DEFAULT = new Settings(0.8, 0.4, 0.1, 0.05, 1, 0.03, 0.5);

        public Settings {
            if (lowest > temperature || temperature > highest) {
                throw new IllegalArgumentException(
                        "temperature is %s; it must be between lowest (%s) and highest (%s)"
                                .formatted(temperature, lowest, highest));
            }
        }
    }

    private final int samples;
    private final PairLossOps.IsoStep step;
    private final PtNDArray logS2N;
    private final PtNDArray slope2N;
    private final PtNDArray temperature2N;

    /**
     * @param type of the embeddings
     * @param samples number of samples that have a temperature, at least 1
     */
    public IsoGclr(Tensors tensors, DataType type, int samples, Settings settings) {
        SettingsSchema.checked(settings);
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "samples is %d; a temperature each needs at least 1".formatted(samples));
        }
        this.samples = samples;
        this.step =
                new PairLossOps.IsoStep(
                        settings.gamma(),
                        settings.rho(),
                        settings.beta(),
                        SLOPE_CLIP,
                        settings.rate(),
                        settings.lowest(),
                        settings.highest());
        this.logS2N = state(tensors.full(UNSEEN, type, 2, samples));
        this.slope2N = state(tensors.zeros(type, 2, samples));
        this.temperature2N = state(tensors.full(settings.temperature(), type, 2, samples));
    }

    private static PtNDArray state(PtNDArray tensor) {
        NDScope.unregister(tensor);
        return tensor;
    }

    @Override
    public PtNDArray evaluate(PtNDArray aBD, PtNDArray bBD, PairContext context) {
        MetricLossInput.pairs(aBD, bBD, 2);
        PtNDArray ids = context.samplesB();
        MetricLossInput.codes(ids, aBD, "sample numbers");
        if (aBD.getDataType() != temperature2N.getDataType()) {
            throw new IllegalArgumentException(
                    "embeddings are %s, the temperatures %s"
                            .formatted(
                                    aBD.getDataType().name(), temperature2N.getDataType().name()));
        }
        for (long id : ids.toLongArray()) {
            if (id < 0 || id >= samples) {
                throw new IllegalArgumentException(
                        "sample numbers go from 0 to %d here; the batch has %d"
                                .formatted(samples - 1, id));
            }
        }
        return PairLossOps.isoGclr(
                aBD, bBD, ids, logS2N, slope2N, temperature2N, step, GradMode.isOn());
    }

    /** Temperatures of the first views, then of the second, each in the order of the samples. */
    public double[][] temperatures() {
        double[][] both = new double[2][samples];
        PtNDArray wide = Tensors.cast(temperature2N, DataType.FLOAT64);
        double[] all = wide.toDoubleArray();
        System.arraycopy(all, 0, both[0], 0, samples);
        System.arraycopy(all, samples, both[1], 0, samples);
        return both;
    }

    @Override
    public MethodState save() {
        return new MethodState()
                .tensor("logMeanExponential", logS2N)
                .tensor("slope", slope2N)
                .tensor("temperature", temperature2N);
    }

    @Override
    public void restore(MethodState state) {
        state.into("logMeanExponential", logS2N);
        state.into("slope", slope2N);
        state.into("temperature", temperature2N);
    }
}
