package io.cuvette.training.core.catalogue;

import io.cuvette.training.core.method.Chosen;
import io.cuvette.training.core.method.MethodEntry;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.norm.NormFactory;
import io.cuvette.training.core.norm.NormMethods;
import io.cuvette.training.core.program.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the methods that a job names, each an object with its {@code name} and settings. What is
 * wrong becomes a finding that names the field and what is allowed.
 */
final class RecipeReader {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_LAYER = 100;

    private final Settings settings;
    private final Set<Trait> traits;

    /**
     * @param traits what this job can offer, which may be less than its family can
     */
    RecipeReader(Settings settings, Set<Trait> traits) {
        this.settings = settings;
        this.traits = traits;
    }

    /** The method under a key, or nothing when the job names none. */
    <P> Optional<Chosen<P>> maybe(String key, List<MethodEntry<P>> known) {
        return settings.has(key) ? read(settings.object(key), known) : skipped(key);
    }

    private <P> Optional<Chosen<P>> skipped(String key) {
        settings.object(key);
        return Optional.empty();
    }

    /** The different methods in the list under a key. */
    <P> List<Chosen<P>> several(String key, List<MethodEntry<P>> known) {
        List<Chosen<P>> chosen = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Settings each : settings.objects(key, known.size())) {
            Optional<Chosen<P>> read = read(each, known);
            if (read.isPresent() && !names.add(read.get().name())) {
                each.reject("name", "%s is there twice.".formatted(read.get().name()));
            }
            read.ifPresent(chosen::add);
        }
        return chosen;
    }

    /**
     * The norm of each layer: the list under {@code norm}, each for the layers it names or for all.
     *
     * @param layers that are normalised
     */
    Map<String, Chosen<NormFactory>> norms(List<String> layers) {
        Map<String, Chosen<NormFactory>> norms = new LinkedHashMap<>();
        for (Settings each : settings.objects("norm", Math.max(1, layers.size()))) {
            List<String> named =
                    each.texts("layers", Math.max(1, layers.size()), LONGEST_LAYER).orElse(layers);
            Optional<Chosen<NormFactory>> norm = read(each, NormMethods.LAYERS);
            for (String layer : named) {
                if (!layers.contains(layer)) {
                    each.reject(
                            "layers",
                            "There is no layer %s that is normalised. Known are: %s."
                                    .formatted(layer, String.join(", ", layers)));
                } else if (norms.containsKey(layer)) {
                    each.reject(
                            "layers",
                            "%s has a norm already, %s; a layer takes one."
                                    .formatted(layer, norms.get(layer).name()));
                } else {
                    norm.ifPresent(chosen -> norms.put(layer, chosen));
                }
            }
        }
        return norms;
    }

    /** The method that an object names. */
    <P> Optional<Chosen<P>> read(Settings object, List<MethodEntry<P>> known) {
        String name = object.requiredText("name", LONGEST_NAME);
        Optional<MethodEntry<P>> found =
                known.stream().filter(entry -> entry.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            if (!name.isEmpty()) {
                object.reject(
                        "name",
                        "There is no method of that name. Known are: %s."
                                .formatted(
                                        String.join(
                                                ", ",
                                                known.stream().map(MethodEntry::name).toList())));
            }
            object.ignoreRest();
            return Optional.empty();
        }
        for (Trait need : found.get().info().needs()) {
            if (!traits.contains(need)) {
                object.reject(
                        "name",
                        "%s needs %s, which this job has not.".formatted(name, need.words()));
            }
        }
        return Optional.of(found.get().read(object));
    }
}
