package io.cuvette.training.core.optimizer;

import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.NoSettings;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Tensors;
import java.util.List;

/** The optimizers of the catalogue. */
public final class OptimizerMethods {
    public static final List<MethodEntry<OptimizerFactory>> ALL =
            List.of(
                    method(Sgd.class, Sgd.Settings.class, Sgd::new),
                    method(AdamW.class, AdamW.Settings.class, AdamW::new),
                    method(Adagrad.class, Adagrad.Settings.class, Adagrad::new),
                    method(AdagradNorm.class, AdagradNorm.Settings.class, AdagradNorm::new),
                    method(Lars.class, Lars.Settings.class, Lars::new),
                    method(Lamb.class, Lamb.Settings.class, Lamb::new),
                    method(Muon.class, Muon.Settings.class, Muon::new),
                    method(Sam.class, Sam.Settings.class, Sam::new),
                    method(Frugal.class, Frugal.Settings.class, Frugal::new),
                    method(
                            NormalizedGd.class,
                            NoSettings.class,
                            (tensors, group, settings) -> new NormalizedGd(group, settings)),
                    method(
                            Sso.class,
                            Sso.Settings.class,
                            (tensors, group, settings) -> new Sso(group, settings)),
                    method(Agvm.class, Agvm.Settings.class, Agvm::new));

    private OptimizerMethods() {}

    /** How the constructors of optimizers look. */
    @FunctionalInterface
    private interface Maker<S> {
        Optimizer make(Tensors tensors, List<Parameter> group, S settings);
    }

    private static <S extends Record> MethodEntry<OptimizerFactory> method(
            Class<? extends Optimizer> type, Class<S> settings, Maker<S> maker) {
        return MethodEntry.of(
                type, settings, bound -> (tensors, group) -> maker.make(tensors, group, bound));
    }
}
