package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Initializer;
import io.cuvette.training.core.tensor.Parameters;

/**
 * Contrastive loss without a softmax: every pair of views is its own decision (Zhai et al. 2023,
 * eq. 1 and algorithm 1).
 *
 * <pre>
 * L = -(1/B) sum_ij ln sigmoid( y_ij (exp(t) a_i' b_j + beta) ),   y_ij = 1 where i = j, else -1
 * </pre>
 *
 * <p>Parameters are {@code prefix.logScale} (t) and {@code prefix.bias} (beta). The paper leaves t
 * free; here it stays between 0 and ln 100, as open_clip trains this loss too.
 */
@MethodInfo(
        name = "siglip",
        area = Area.LOSS,
        does = "whether two views belong together, decided for each combination by itself",
        paper = "Sigmoid Loss for Language Image Pre-Training",
        source = "Zhai et al., ICCV 2023, arXiv:2303.15343",
        keeps = "its temperature and bias, parameters of the model",
        needs = Trait.PAIRS)
public final class SigLip implements PairLoss {

    /**
     * @param temperature at first, or throughout
     * @param bias at first, or throughout
     * @param learned both, by gradients
     * @param unitLength of the embeddings before they are compared
     */
    public record Settings(
            @Real(min = 0.01, max = 1, preset = 0.1, about = "temperature at the start")
                    double temperature,
            @Real(min = -100, max = 100, preset = -10, about = "bias at the start") double bias,
            @Flag(preset = true, about = "learn the temperature and the bias") boolean learned,
            @Flag(preset = true, about = "scale embeddings to length one first")
                    boolean unitLength) {
        public static final Settings DEFAULT = new Settings(0.1, -10, true, true);
    }

    private final Settings settings;
    private final LearnedScale scale;
    private final PtNDArray bias;

    public SigLip(Parameters parameters, String prefix, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.scale =
                new LearnedScale(parameters, prefix, settings.temperature(), settings.learned());
        String name = prefix + ".bias";
        this.bias =
                settings.learned()
                        ? parameters.trainable(name, Initializer.constant(settings.bias()))
                        : parameters.buffer(name, settings.bias());
    }

    @Override
    public PtNDArray evaluate(PtNDArray aBD, PtNDArray bBD, PairContext context) {
        MetricLossInput.pairs(aBD, bBD, 1);
        PtNDArray a = settings.unitLength() ? PairLossOps.unitRows(aBD) : aBD;
        PtNDArray b = settings.unitLength() ? PairLossOps.unitRows(bBD) : bBD;
        return PairLossOps.sigLip(a, b, scale.logarithm(), bias);
    }
}
