package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** The losses of embeddings as operations of the engine: {@code embedding-loss-ops.py}. */
final class EmbeddingLossOps {

    private EmbeddingLossOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(EmbeddingLossOps.class, "embedding-loss-ops.py");
    }

    static PtNDArray multiSimilarity(
            PtNDArray x, PtNDArray codes, double alpha, double beta, double base, double margin) {
        return tensor(x, "multi_similarity", x, codes, alpha, beta, base, margin);
    }

    /** Cross-entropy of queries over squared distances to prototypes; see {@link ProtoTriplet}. */
    static PtNDArray prototypical(PtNDArray x, PtNDArray codes, int shots) {
        return tensor(x, "prototypical", x, codes, (long) shots);
    }

    static PtNDArray protoTriplet(PtNDArray x, PtNDArray codes, int shots, double margin) {
        return tensor(x, "proto_triplet", x, codes, (long) shots, margin);
    }

    static PtNDArray icnn(PtNDArray x, PtNDArray codes, int neighbours, boolean spread) {
        return tensor(x, "icnn", x, codes, (long) neighbours, spread);
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return Holder.MODULE.tensor(owner, method, arguments);
    }
}
