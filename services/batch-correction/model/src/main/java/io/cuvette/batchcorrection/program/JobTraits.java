package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.method.Method;
import io.cuvette.training.core.catalogue.Recipe;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.Settings;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a job of batch correction can offer to the methods of the catalogue.
 *
 * <p>Sources are batches, concepts are batches and cell types. The classes are the labels that
 * {@code fec} learns to name; its classifier reads latents, which may be interpolated.
 */
final class JobTraits {

    /** Of the family: what some job can offer. */
    static final Set<Trait> FAMILY =
            EnumSet.of(
                    Trait.GRADIENTS,
                    Trait.SAMPLE_LOSSES,
                    Trait.SEVERAL_LOSSES,
                    Trait.SOURCES,
                    Trait.HELD_OUT_LOSS,
                    Trait.NORMALISED_LAYERS,
                    Trait.OUTPUT_SPACE,
                    Trait.CONCEPTS,
                    Trait.CLASS_LABELS,
                    Trait.MIXABLE_INPUTS,
                    Trait.HELD_OUT_PREDICTIONS,
                    Trait.REPRESENTATIONS);

    /** Of which the loss is a function of what the network gives out. */
    private static final Set<Method> OF_OUTPUTS = EnumSet.of(Method.AE, Method.FE);

    private JobTraits() {}

    static Set<Trait> of(List<Method> methods, Optional<String> labelKey) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        List<Method> trained = methods.stream().filter(JobTraits::isTrained).toList();
        if (trained.isEmpty()) {
            return traits;
        }
        traits.addAll(
                EnumSet.of(
                        Trait.GRADIENTS,
                        Trait.SAMPLE_LOSSES,
                        Trait.SEVERAL_LOSSES,
                        Trait.SOURCES,
                        Trait.HELD_OUT_LOSS,
                        Trait.REPRESENTATIONS));
        if (!trained.contains(Method.RE)) {
            // the tables of re stand on batch norm
            traits.add(Trait.NORMALISED_LAYERS);
        }
        if (OF_OUTPUTS.containsAll(trained)) {
            traits.add(Trait.OUTPUT_SPACE);
        }
        if (labelKey.isPresent()) {
            traits.add(Trait.CONCEPTS);
        }
        if (trained.contains(Method.FEC)) {
            traits.add(Trait.CLASS_LABELS);
            traits.add(Trait.MIXABLE_INPUTS);
            traits.add(Trait.HELD_OUT_PREDICTIONS);
        }
        return traits;
    }

    private static boolean isTrained(Method method) {
        return method != Method.PCA && method != Method.HARMONY;
    }

    /** What the catalogue cannot know. */
    static void rejectWhatHasNoMeaning(BatchCorrectionSettings settings, Settings read) {
        boolean plays =
                settings.methods().contains(Method.FE) || settings.methods().contains(Method.FEC);
        if (plays
                && settings.recipe()
                        .schedule()
                        .filter(chosen -> chosen.name().equals("autolrs"))
                        .isPresent()) {
            read.reject(
                    Recipe.KEY + ".schedule.name",
                    "autolrs forecasts one falling loss; the two of fe and fec play against each"
                            + " other. Leave them out of methods, or take another schedule.");
        }
    }
}
