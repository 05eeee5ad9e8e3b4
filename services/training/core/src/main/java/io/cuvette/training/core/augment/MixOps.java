package io.cuvette.training.core.augment;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** Torch operations of the augmentations; their source says what each does. */
final class MixOps {
    static final String SOURCE = "mix-ops.py";

    private MixOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE = TorchScriptModule.load(MixOps.class, SOURCE);
    }

    static PtNDArray partners(PtNDArray x, long seed) {
        return tensor(x, "partners", x, seed);
    }

    static PtNDArray blend(PtNDArray x, PtNDArray partners, double share) {
        return tensor(x, "blend", x, partners, share);
    }

    static PtNDArray rows(PtNDArray z, long first, long end) {
        return tensor(z, "rows", z, first, end);
    }

    static PtNDArray pick(PtNDArray codes, PtNDArray partners) {
        return tensor(codes, "pick", codes, partners);
    }

    static PtNDArray stackRows(PtNDArray... xs) {
        return tensor(xs[0], "stack_rows", (Object) xs);
    }

    static PtNDArray withoutRival(PtNDArray z, PtNDArray a, PtNDArray b) {
        return tensor(z, "without_rival", z, a, b);
    }

    static PtNDArray decoupled(PtNDArray z, PtNDArray a, PtNDArray b) {
        return tensor(z, "decoupled", z, a, b);
    }

    static PtNDArray rankMargin(PtNDArray plain, PtNDArray mixed, PtNDArray same, double margin) {
        return tensor(plain, "rank_margin", plain, mixed, same, margin);
    }

    static PtNDArray rankGain(PtNDArray plain, PtNDArray mixed, PtNDArray shares) {
        return tensor(plain, "rank_gain", plain, mixed, shares);
    }

    static PtNDArray sameClass(PtNDArray a, PtNDArray b) {
        return tensor(a, "same_class", a, b);
    }

    /** The leading share of each row, in the type of the logits, {@code [1, B]}. */
    static PtNDArray leadingShares(PtNDArray like, PtNDArray a, PtNDArray b, double share) {
        return tensor(like, "leading_shares", like, a, b, share);
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return Holder.MODULE.tensor(owner, method, arguments);
    }
}
