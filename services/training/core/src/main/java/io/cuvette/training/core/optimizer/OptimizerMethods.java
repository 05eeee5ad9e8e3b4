package io.cuvette.training.core.optimizer;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The optimizers of the catalogue. */
public final class OptimizerMethods {
    public static final List<MethodEntry<OptimizerFactory>> ALL =
            List.of(
                    MethodEntry.of(
                            Sgd.class,
                            Sgd.Settings.class,
                            settings -> (tensors, group) -> new Sgd(tensors, group, settings)),
                    MethodEntry.of(
                            AdamW.class,
                            AdamW.Settings.class,
                            settings -> (tensors, group) -> new AdamW(tensors, group, settings)));

    private OptimizerMethods() {}
}
