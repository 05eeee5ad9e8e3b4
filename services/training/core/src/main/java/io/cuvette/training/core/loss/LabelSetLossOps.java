package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** The losses of label sets as operations of the engine: {@code label-set-loss-ops.py}. */
final class LabelSetLossOps {

    private LabelSetLossOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(LabelSetLossOps.class, "label-set-loss-ops.py");
    }

    static PtNDArray mannWhitney(PtNDArray scores, PtNDArray positives, double scale) {
        return tensor(scores, "mann_whitney", scores, positives, scale);
    }

    static PtNDArray decoupledSoftmax(PtNDArray scores, PtNDArray positives, double scale) {
        return tensor(scores, "decoupled_softmax", scores, positives, scale);
    }

    static PtNDArray softTopK(PtNDArray scores, PtNDArray positives, int k, double sharpness) {
        return tensor(scores, "soft_top_k", scores, positives, (long) k, sharpness);
    }

    static PtNDArray cosines(PtNDArray a, PtNDArray b, double scale) {
        return tensor(a, "cosines", a, b, scale);
    }

    static PtNDArray diagonal(PtNDArray scores) {
        return tensor(scores, "diagonal_mask", scores);
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return Holder.MODULE.tensor(owner, method, arguments);
    }
}
