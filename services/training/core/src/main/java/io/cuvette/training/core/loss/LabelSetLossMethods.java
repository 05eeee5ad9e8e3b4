package io.cuvette.training.core.loss;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The losses of label sets of the catalogue; none keeps anything. */
public final class LabelSetLossMethods {
    public static final List<MethodEntry<LabelSetLoss>> ALL =
            List.of(
                    MethodEntry.of(MannWhitney.class, MannWhitney.Settings.class, MannWhitney::new),
                    MethodEntry.of(
                            DecoupledSoftmax.class,
                            DecoupledSoftmax.Settings.class,
                            DecoupledSoftmax::new),
                    MethodEntry.of(SoftTopK.class, SoftTopK.Settings.class, SoftTopK::new));

    private LabelSetLossMethods() {}
}
