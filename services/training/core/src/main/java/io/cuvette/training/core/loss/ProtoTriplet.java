package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodInfo;
import io.cuvette.training.core.method.Real;
import io.cuvette.training.core.method.SettingsSchema;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.method.Whole;
import io.cuvette.training.core.tensor.Functions;

/**
 * Triplet loss between queries and prototypes of classes (Mendez-Ruiz et al. 2023): a query is the
 * anchor, the prototype of its class the positive and the nearest other prototype the negative.
 *
 * <pre>
 * c_k = mean of the support embeddings of class k
 * L   = mean over queries q of  max(0, |q - c_own| - min_other |q - c_other| + margin)  +  w L_CE
 * </pre>
 *
 * <p>The first {@code shots} rows of each class in the batch are its support, the others its
 * queries. L_CE is the cross-entropy of prototypical networks over {@code -|q - c_k|^2} (Snell et
 * al., NeurIPS 2017, eq. 2), which the authors train along with it at equal weight.
 */
@MethodInfo(
        name = "proto-triplet",
        area = Area.LOSS,
        does = "a query is nearer to its class's prototype than to any other, by a margin",
        paper =
                "SuSana Distancia is all you need: Enforcing class separability in metric learning"
                        + " via two novel distance-based loss functions for few-shot image"
                        + " classification",
        source = "Mendez-Ruiz et al. 2023, arXiv:2305.09062",
        needs = Trait.CLASS_LABELS)
public final class ProtoTriplet implements EmbeddingLoss {

    /**
     * @param margin in units of the embeddings' distances
     * @param shots support rows of a class
     * @param crossEntropy w
     */
    public record Settings(
            @Real(min = 0, max = 1000, preset = 0.5, about = "margin between the two distances")
                    double margin,
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
        public static final Settings DEFAULT = new Settings(0.5, 5, 1);
    }

    private final Settings settings;

    public ProtoTriplet(Settings settings) {
        this.settings = SettingsSchema.checked(settings);
    }

    @Override
    public PtNDArray evaluate(PtNDArray embeddingsBD, PtNDArray codesB) {
        MetricLossInput.classes(embeddingsBD, codesB, 1);
        PtNDArray triplet =
                EmbeddingLossOps.protoTriplet(
                        embeddingsBD, codesB, settings.shots(), settings.margin());
        return settings.crossEntropy() == 0
                ? triplet
                : triplet.add(
                        Functions.times(
                                EmbeddingLossOps.prototypical(
                                        embeddingsBD, codesB, settings.shots()),
                                settings.crossEntropy()));
    }
}
