package io.cuvette.training.core.loss;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.training.core.tensor.TorchScriptModule;

/** Torch operations of the classification losses; their source says what each does. */
final class ClassificationLossOps {
    static final String SOURCE = "classification-loss-ops.py";

    private ClassificationLossOps() {}

    private static final class Holder {
        static final TorchScriptModule MODULE =
                TorchScriptModule.load(ClassificationLossOps.class, SOURCE);
    }

    /** Whether all codes are classes, and whether all logits are finite. */
    static boolean[] valuesFit(PtNDArray z, PtNDArray codes) {
        try (PtNDArray fits = tensor(z, "values_fit", z, codes)) {
            long[] flags = fits.toLongArray();
            return new boolean[] {flags[0] == 1, flags[1] == 1};
        }
    }

    static PtNDArray crossEntropyEach(PtNDArray z, PtNDArray codes, double penalty) {
        return tensor(z, "cross_entropy_each", z, codes, penalty);
    }

    static PtNDArray compSum(PtNDArray z, PtNDArray codes, double tau, double rho) {
        return tensor(z, "comp_sum", z, codes, tau, rho);
    }

    static PtNDArray marginShift(PtNDArray z, PtNDArray other, PtNDArray codes) {
        return tensor(z, "margin_shift", z, other, codes);
    }

    static PtNDArray attackStart(PtNDArray x, double radius, long seed) {
        return tensor(x, "attack_start", x, radius, seed);
    }

    static PtNDArray attackStep(
            PtNDArray x, PtNDArray now, PtNDArray gradient, double step, double radius) {
        return tensor(x, "attack_step", x, now, gradient, step, radius);
    }

    static PtNDArray zLoss(PtNDArray z, PtNDArray codes, double a, double b, double eps) {
        return tensor(z, "z_loss", z, codes, a, b, eps);
    }

    static PtNDArray logRest(PtNDArray z) {
        return tensor(z, "log_rest", z);
    }

    static PtNDArray diceEach(PtNDArray z, PtNDArray codes, double alpha, double gamma) {
        return tensor(z, "dice_each", z, codes, alpha, gamma);
    }

    /** One value. */
    static PtNDArray diceSet(PtNDArray z, PtNDArray codes, double alpha, double gamma) {
        return tensor(z, "dice_set", z, codes, alpha, gamma);
    }

    static PtNDArray anyLoss(PtNDArray z, PtNDArray codes, double sharpness, long metric) {
        return tensor(z, "any_loss", z, codes, sharpness, metric);
    }

    /** The losses, then the temperatures. */
    static PtNDArray[] ldr(
            PtNDArray z, PtNDArray codes, double margin, double lambda0, double spread) {
        double tolerance = z.getDataType() == DataType.FLOAT64 ? 1e-13 : 1e-6;
        return Holder.MODULE.tensors(z, "ldr", z, codes, margin, lambda0, spread, tolerance);
    }

    static PtNDArray margins(PtNDArray z, PtNDArray codes) {
        return tensor(z, "margins", z, codes);
    }

    static PtNDArray calibratedSlopes(PtNDArray margins, double power, long seed) {
        return tensor(margins, "calibrated_slopes", margins, power, seed);
    }

    static PtNDArray drawnLoss(PtNDArray margins, PtNDArray slopes) {
        return tensor(margins, "drawn_loss", margins, slopes);
    }

    private static PtNDArray tensor(PtNDArray owner, String method, Object... arguments) {
        return Holder.MODULE.tensor(owner, method, arguments);
    }
}
