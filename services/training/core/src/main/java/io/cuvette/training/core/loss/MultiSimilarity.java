package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;

/**
 * Mines informative pairs of a batch and weights them by their similarity and by that of the other
 * pairs (Wang et al. 2019).
 *
 * <p>With cosines S, an anchor i keeps a row j of another class when {@code S_ij > min S_ik -
 * margin} over its own class (eq. 11), and a row of its own class when {@code S_ij < max S_ik +
 * margin} over the other classes (eq. 12). For the kept rows (eq. 15):
 *
 * <pre>
 * L = mean_i { 1/alpha ln[1 + sum_own exp(-alpha (S_ij - base))]
 *            + 1/beta  ln[1 + sum_other exp(beta (S_ij - base))] }
 * </pre>
 *
 * <p>The paper sets the base to 1, the authors' code to 0.5; 0.5 is the default here. An anchor
 * alone in its class, or in a batch of one class, has no pairs and counts as 0.
 */
@MethodInfo(
        name = "multi-similarity",
        area = Area.LOSS,
        does = "pairs of a batch mined and weighted by three kinds of similarity",
        paper = "Multi-Similarity Loss with General Pair Weighting for Deep Metric Learning",
        source = "Wang et al., CVPR 2019, arXiv:1904.06627",
        needs = Trait.CLASS_LABELS)
public final class MultiSimilarity implements EmbeddingLoss {

    /**
     * @param alpha sharpness for the own class
     * @param beta sharpness for other classes
     * @param base similarity that counts as neutral
     * @param margin of the mining
     */
    public record Settings(
            @Real(min = 0.01, max = 1000, preset = 2, about = "sharpness for the own class")
                    double alpha,
            @Real(min = 0.01, max = 1000, preset = 50, about = "sharpness for other classes")
                    double beta,
            @Real(min = -1, max = 1, preset = 0.5, about = "cosine that counts as neutral")
                    double base,
            @Real(min = 0, max = 2, preset = 0.1, about = "margin within which pairs are kept")
                    double margin) {
        public static final Settings DEFAULT = new Settings(2, 50, 0.5, 0.1);
    }

    private final Settings settings;

    public MultiSimilarity(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray embeddingsBD, PtNDArray codesB) {
        MetricLossInput.classes(embeddingsBD, codesB, 1);
        return EmbeddingLossOps.multiSimilarity(
                embeddingsBD,
                codesB,
                settings.alpha(),
                settings.beta(),
                settings.base(),
                settings.margin());
    }
}
