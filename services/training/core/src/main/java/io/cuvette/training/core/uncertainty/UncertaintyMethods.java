package io.cuvette.training.core.uncertainty;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The methods of the catalogue that judge held-out predictions. */
public final class UncertaintyMethods {
    public static final List<MethodEntry<UncertaintyMethod>> ALL =
            List.of(
                    MethodEntry.of(Conformal.class, Conformal.Settings.class, Conformal::new),
                    MethodEntry.of(
                            BatchPredictive.class,
                            BatchPredictive.Settings.class,
                            BatchPredictive::new),
                    MethodEntry.of(Calibration.class, Calibration.Settings.class, Calibration::new),
                    MethodEntry.of(
                            Multiplicity.class, Multiplicity.Settings.class, Multiplicity::new));

    private UncertaintyMethods() {}
}
