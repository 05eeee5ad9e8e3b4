package io.cuvette.training.core.tuning;

import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.NoSettings;
import java.util.List;

/** The searches of the catalogue. */
public final class TuningMethods {
    public static final List<MethodEntry<Search>> ALL =
            List.of(
                    MethodEntry.of(GridSearch.class, GridSearch.Settings.class, GridSearch::new),
                    MethodEntry.of(RandomSearch.class, NoSettings.class, RandomSearch::new),
                    MethodEntry.of(
                            BayesianSearch.class,
                            BayesianSearch.Settings.class,
                            BayesianSearch::new),
                    MethodEntry.of(
                            PopulationBasedTraining.class,
                            PopulationBasedTraining.Settings.class,
                            PopulationBasedTraining::new));

    private TuningMethods() {}
}
