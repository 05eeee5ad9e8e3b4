package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.program.Settings;
import java.util.LinkedHashMap;
import java.util.Map;

/** Methods that fit a job one by one and not together. */
final class RecipeConflicts {

    private RecipeConflicts() {}

    /**
     * Rejects each of them.
     *
     * @param settings that the recipe was read from
     */
    static void reject(Recipe recipe, Settings settings) {
        rejectBesideRateTrials(recipe, settings);
        if (recipe.mixing().isPresent() && recipe.rowSampler().isPresent()) {
            settings.reject(
                    "sampling",
                    "%s and %s both say which rows a batch has; leave one of them out."
                            .formatted(
                                    recipe.sampling().orElseThrow().name(),
                                    recipe.mixing().get().name()));
        }
        if (recipe.mixing().isPresent()
                && recipe.batching().filter(b -> b.name().equals("hard-minibatch")).isPresent()) {
            settings.reject(
                    "batching",
                    "hard-minibatch repeats batches, and those of a mixture follow one another; leave one of them out.");
        }
        if (recipe.augment().isPresent() && recipe.selection().isPresent()) {
            settings.reject(
                    "sampling",
                    "%s looks at each sample's own loss, and %s mixes samples; leave one of them out."
                            .formatted(
                                    recipe.sampling().orElseThrow().name(),
                                    recipe.augment().get().name()));
        }
    }

    private static void rejectBesideRateTrials(Recipe recipe, Settings settings) {
        if (recipe.schedule().filter(chosen -> chosen.name().equals("autolrs")).isEmpty()) {
            return;
        }
        Map<String, Boolean> others = new LinkedHashMap<>();
        others.put("batching", recipe.batching().isPresent());
        others.put("sampling", recipe.selection().isPresent());
        others.put("mixing", recipe.mixing().isPresent());
        others.put("averaging", recipe.averaging().isPresent());
        others.forEach(
                (key, there) -> {
                    if (there) {
                        settings.reject(
                                key,
                                "autolrs takes its trials back, which a method of %s cannot; leave one of them out."
                                        .formatted(key));
                    }
                });
    }
}
