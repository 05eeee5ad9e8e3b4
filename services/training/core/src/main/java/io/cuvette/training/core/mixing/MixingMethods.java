package io.cuvette.training.core.mixing;

import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.NoSettings;
import java.util.List;

/** The mixtures of the catalogue. */
public final class MixingMethods {
    public static final List<MethodEntry<MixingPlan>> ALL =
            List.of(
                    MethodEntry.of(
                            Stratified.class,
                            NoSettings.class,
                            settings -> mixture((sources, seed) -> new Stratified(sources))),
                    MethodEntry.of(
                            SkillIt.class,
                            SkillIt.Settings.class,
                            settings -> mixture((sources, seed) -> new SkillIt(sources, settings))),
                    MethodEntry.of(
                            Aioli.class,
                            Aioli.Settings.class,
                            settings ->
                                    mixture((sources, seed) -> new Aioli(sources, seed, settings))),
                    MethodEntry.of(
                            Flad.class,
                            Flad.Settings.class,
                            settings ->
                                    mixture((sources, seed) -> new Flad(sources, seed, settings))),
                    MethodEntry.of(RegMix.class, RegMix.Settings.class, MixingMethods::regression));

    private MixingMethods() {}

    /** Gives a lambda its type. */
    private static MixtureFactory mixture(MixtureFactory factory) {
        return factory;
    }

    private static RegressionFactory regression(RegMix.Settings settings) {
        return (prior, seed) -> new RegMix(prior, seed, settings);
    }
}
