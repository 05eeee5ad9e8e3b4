package io.cuvette.training.core.loss;

import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** The losses of pairs as operations of the engine; their source is {@code pair-loss-ops.py}. */
final class PairLossOps {

    private PairLossOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(PairLossOps.class, "pair-loss-ops.py");
    }

    /** Numbers of iSogCLR; see its settings. */
    record IsoStep(
            double gamma,
            double rho,
            double beta,
            double clip,
            double rate,
            double lowest,
            double highest) {}

    static PtNDArray unitRows(PtNDArray x) {
        return tensor(x, "unit_rows", x);
    }

    static PtNDArray infoNce(PtNDArray a, PtNDArray b, PtNDArray logScale) {
        return tensor(a, "infonce", a, b, logScale);
    }

    static PtNDArray sigLip(PtNDArray a, PtNDArray b, PtNDArray logScale, PtNDArray bias) {
        return tensor(a, "siglip", a, b, logScale, bias);
    }

    /** In place; grad mode must be off. */
    static void clamp(PtNDArray x, double low, double high) {
        Holder.MODULE.effect("clamp", x, low, high);
    }

    /**
     * @param logS logarithm of the mean exponential of each anchor, {@code [2, N]}; changed when
     *     update is true, like the two others
     * @param u mean slope of each temperature
     * @param tau temperatures
     */
    static PtNDArray isoGclr(
            PtNDArray a,
            PtNDArray b,
            PtNDArray samples,
            PtNDArray logS,
            PtNDArray u,
            PtNDArray tau,
            IsoStep step,
            boolean update) {
        return tensor(
                a,
                "isogclr",
                a,
                b,
                samples,
                logS,
                u,
                tau,
                step.gamma,
                step.rho,
                step.beta,
                step.clip,
                step.rate,
                step.lowest,
                step.highest,
                update);
    }

    static PtNDArray barlow(PtNDArray a, PtNDArray b, double redundancy) {
        return tensor(a, "barlow", a, b, redundancy);
    }

    static PtNDArray barlowMixing(
            PtNDArray a, PtNDArray b, PtNDArray mixed, PtNDArray order, double share) {
        return tensor(a, "barlow_mixing", a, b, mixed, order, share);
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return Holder.MODULE.tensor(owner, method, arguments);
    }
}
