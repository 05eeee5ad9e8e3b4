package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.Flag;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Functions;

/**
 * Negative logarithm of a score of how the nearest neighbours of each sample are of its own class
 * and near, and those of other classes few and far (Mendez-Ruiz et al. 2023, ICNN).
 *
 * <p>N(i) are the k rows nearest to row i, d distances, e_i that to the nearest row of another
 * class:
 *
 * <pre>
 * n_ij    = d_ij / e_i / max(1, max over N(i) of d_ij / e_i)
 * within  = mean_i mean over own class in N(i) of n_ij
 * between = mean_i mean over other classes in N(i) of d_ij / max of those d;  1 when there are none
 * lambda  = (1 - within + between) / 2
 * gamma   = mean_i share of the own class in N(i)
 * omega   = 1 - var(n_ij of the own class) - var(d_ij / max d of other classes)
 * L       = -ln[ (lambda + gamma) / 2 ]  +  w L_CE,     or -ln[ (lambda + gamma + omega) / 3 ]
 * </pre>
 *
 * <p>gamma has no gradient; it scales that of lambda. omega is part of the score in its description
 * but not of the authors' runs, so it is off by default. They seek e_i among the nearest rows only;
 * here it is sought in the whole batch. L_CE is that of {@link ProtoTriplet}.
 */
@MethodInfo(
        name = "icnn",
        area = Area.LOSS,
        does = "nearest neighbours of a sample are of its class and near, strangers far",
        paper =
                "SuSana Distancia is all you need: Enforcing class separability in metric learning"
                        + " via two novel distance-based loss functions for few-shot image"
                        + " classification",
        source = "Mendez-Ruiz et al. 2023, arXiv:2305.09062",
        needs = Trait.CLASS_LABELS)
public final class Icnn implements EmbeddingLoss {

    /**
     * @param neighbours k
     * @param spread whether omega is part of the score
     * @param shots support rows of a class in the cross-entropy
     * @param crossEntropy w
     */
    public record Settings(
            @Whole(min = 1, max = 10_000, preset = 4, about = "nearest neighbours of a sample")
                    int neighbours,
            @Flag(preset = false, about = "count the spread of distances as well") boolean spread,
            @Whole(
                            min = 1,
                            max = 10_000,
                            preset = 5,
                            about = "first rows of a class that make its prototype")
                    int shots,
            @Real(
                            min = 0,
                            max = 1000,
                            preset = 1,
                            about = "weight of the prototypical cross-entropy beside it")
                    double crossEntropy) {
        public static final Settings DEFAULT = new Settings(4, false, 5, 1);
    }

    private final Settings settings;

    public Icnn(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray embeddingsBD, PtNDArray codesB) {
        MetricLossInput.classes(embeddingsBD, codesB, settings.neighbours() + 1);
        PtNDArray score =
                EmbeddingLossOps.icnn(
                        embeddingsBD, codesB, settings.neighbours(), settings.spread());
        return settings.crossEntropy() == 0
                ? score
                : score.add(
                        Functions.times(
                                EmbeddingLossOps.prototypical(
                                        embeddingsBD, codesB, settings.shots()),
                                settings.crossEntropy()));
    }
}
