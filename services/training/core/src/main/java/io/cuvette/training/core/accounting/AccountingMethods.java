package io.cuvette.training.core.accounting;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The accounting of the catalogue. */
public final class AccountingMethods {
    public static final List<MethodEntry<JobMeterFactory>> ALL =
            List.of(
                    MethodEntry.of(
                            Energy.class,
                            Energy.Settings.class,
                            settings -> () -> new Energy(settings)));

    private AccountingMethods() {}
}
