package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.tensor.Parameters;

/**
 * Contrastive loss in both directions (Radford et al., ICML 2021, figure 3; van den Oord et al.
 * 2018, eq. 4).
 *
 * <pre>
 * S = exp(t) A B'
 * L = -1/2 [ mean_i ln softmax_j(S_ij)[i] + mean_i ln softmax_j(S_ji)[i] ]
 * </pre>
 *
 * <p>Rows of A and B have length one unless told otherwise. {@code t} starts at the logarithm of
 * the inverse temperature and is the parameter {@code prefix.logScale}, which stays between 0 and
 * ln 100.
 */
@MethodInfo(
        name = "infonce",
        area = Area.LOSS,
        does = "each view finds its partner among all others of the batch, in both directions",
        paper = "Learning Transferable Visual Models From Natural Language Supervision",
        source = "Radford et al., ICML 2021, arXiv:2103.00020; van den Oord et al. 2018",
        keeps = "its temperature, a parameter of the model",
        needs = Trait.PAIRS)
public final class InfoNce implements PairLoss {

    /**
     * @param temperature at first, or throughout
     * @param learned by gradients
     * @param unitLength of the embeddings before they are compared
     */
    public record Settings(
            @Real(min = 0.01, max = 1, preset = 0.07, about = "temperature at the start")
                    double temperature,
            @Flag(preset = true, about = "learn the temperature") boolean learned,
            @Flag(preset = true, about = "scale embeddings to length one first")
                    boolean unitLength) {
        public static final Settings DEFAULT = new Settings(0.07, true, true);
    }

    private final Settings settings;
    private final LearnedScale scale;

    public InfoNce(Parameters parameters, String prefix, Settings settings) {
        this.settings = SettingsSchema.checked(settings);
        this.scale =
                new LearnedScale(parameters, prefix, settings.temperature(), settings.learned());
    }

    @Override
    public PtNDArray evaluate(PtNDArray aBD, PtNDArray bBD, PairContext context) {
        MetricLossInput.pairs(aBD, bBD, 1);
        PtNDArray a = settings.unitLength() ? PairLossOps.unitRows(aBD) : aBD;
        PtNDArray b = settings.unitLength() ? PairLossOps.unitRows(bBD) : bBD;
        return PairLossOps.infoNce(a, b, scale.logarithm());
    }
}
