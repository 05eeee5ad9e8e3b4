package io.cuvette.training.core.sampling;

import io.cuvette.training.core.method.MethodEntry;
import java.util.List;

/** The samplers and selections of the catalogue. */
public final class SamplingMethods {
    public static final List<MethodEntry<SamplingPlan>> ALL =
            List.of(
                    MethodEntry.of(
                            EpochSampler.class,
                            EpochSampler.Settings.class,
                            SamplingMethods::uniform),
                    MethodEntry.of(
                            ConceptAware.class,
                            ConceptAware.Settings.class,
                            SamplingMethods::conceptAware),
                    MethodEntry.of(
                            LossReweighting.class,
                            LossReweighting.Settings.class,
                            settings -> selection(seed -> new LossReweighting(settings))),
                    MethodEntry.of(
                            Uds.class,
                            Uds.Settings.class,
                            settings -> selection(seed -> new Uds(seed, settings))),
                    MethodEntry.of(
                            Coreset.class,
                            Coreset.Settings.class,
                            settings -> selection(seed -> new Coreset(settings))));

    private SamplingMethods() {}

    private static RowSamplerFactory uniform(EpochSampler.Settings settings) {
        return (rows, batchSize, seed) ->
                new EpochSampler(rows.rows(), batchSize, settings.dropLast(), seed);
    }

    private static RowSamplerFactory conceptAware(ConceptAware.Settings settings) {
        return (rows, batchSize, seed) -> new ConceptAware(rows, batchSize, seed, settings);
    }

    /** Gives a lambda its type. */
    private static SelectionFactory selection(SelectionFactory factory) {
        return factory;
    }
}
