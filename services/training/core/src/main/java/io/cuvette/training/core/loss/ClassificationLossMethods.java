package io.cuvette.training.core.loss;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The classification losses of the catalogue; they have no memory, so an entry makes the loss. */
public final class ClassificationLossMethods {
    public static final List<MethodEntry<ClassificationLoss>> ALL =
            List.of(
                    MethodEntry.of(
                            CrossEntropy.class, CrossEntropy.Settings.class, CrossEntropy::new),
                    MethodEntry.of(CompSum.class, CompSum.Settings.class, CompSum::new),
                    MethodEntry.of(ZLoss.class, ZLoss.Settings.class, ZLoss::new),
                    MethodEntry.of(Dice.class, Dice.Settings.class, Dice::new),
                    MethodEntry.of(AnyLoss.class, AnyLoss.Settings.class, AnyLoss::new),
                    MethodEntry.of(LdrAdaptive.class, LdrAdaptive.Settings.class, LdrAdaptive::new),
                    MethodEntry.of(EnsLoss.class, EnsLoss.Settings.class, EnsLoss::new));

    private ClassificationLossMethods() {}
}
