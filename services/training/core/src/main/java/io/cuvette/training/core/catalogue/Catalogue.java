package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.accounting.AccountingMethods;
import io.cuvette.training.core.augment.AugmentMethods;
import io.cuvette.training.core.averaging.AveragingMethods;
import io.cuvette.training.core.batching.BatchingMethods;
import io.cuvette.training.core.diagnostics.DiagnosticMethods;
import io.cuvette.training.core.loss.ClassificationLossMethods;
import io.cuvette.training.core.loss.EmbeddingLossMethods;
import io.cuvette.training.core.loss.LabelSetLossMethods;
import io.cuvette.training.core.loss.PairLossMethods;
import io.cuvette.training.core.method.Area;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.mixing.MixingMethods;
import io.cuvette.training.core.norm.NormMethods;
import io.cuvette.training.core.optimizer.OptimizerMethods;
import io.cuvette.training.core.sampling.SamplingMethods;
import io.cuvette.training.core.schedule.ScheduleMethods;
import io.cuvette.training.core.tuning.TuningMethods;
import io.cuvette.training.core.uncertainty.UncertaintyMethods;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every method of the core, by area in the order of {@link Area}. */
public final class Catalogue {
    private static final List<MethodEntry<?>> ALL =
            Stream.<List<? extends MethodEntry<?>>>of(
                            OptimizerMethods.ALL,
                            ScheduleMethods.ALL,
                            ScheduleMethods.MODIFIERS,
                            BatchingMethods.ALL,
                            BatchingMethods.SAMPLERS,
                            PairLossMethods.ALL,
                            LabelSetLossMethods.ALL,
                            EmbeddingLossMethods.ALL,
                            ClassificationLossMethods.ALL,
                            NormMethods.ALL,
                            AugmentMethods.ALL,
                            SamplingMethods.ALL,
                            MixingMethods.ALL,
                            AveragingMethods.ALL,
                            TuningMethods.ALL,
                            UncertaintyMethods.ALL,
                            DiagnosticMethods.ALL,
                            AccountingMethods.ALL)
                    .<MethodEntry<?>>flatMap(List::stream)
                    .toList();

    private Catalogue() {}

    public static List<MethodEntry<?>> all() {
        return ALL;
    }

    public static List<MethodEntry<?>> of(Area area) {
        return ALL.stream().filter(entry -> entry.area() == area).toList();
    }

    public static Optional<MethodEntry<?>> find(Area area, String name) {
        return of(area).stream().filter(entry -> entry.name().equals(name)).findFirst();
    }
}
