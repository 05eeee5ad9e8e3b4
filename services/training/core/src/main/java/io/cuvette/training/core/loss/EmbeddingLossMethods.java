package io.cuvette.training.core.loss;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The losses of embeddings of the catalogue; none keeps anything. */
public final class EmbeddingLossMethods {
    public static final List<MethodEntry<EmbeddingLoss>> ALL =
            List.of(
                    MethodEntry.of(
                            MultiSimilarity.class,
                            MultiSimilarity.Settings.class,
                            MultiSimilarity::new),
                    MethodEntry.of(
                            ProtoTriplet.class, ProtoTriplet.Settings.class, ProtoTriplet::new),
                    MethodEntry.of(Icnn.class, Icnn.Settings.class, Icnn::new));

    private EmbeddingLossMethods() {}
}
