package io.cuvette.training.core.loop;

import io.cuvette.training.core.method.Stateful;
import io.cuvette.training.core.tensor.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What of a loop remembers something from step to step, all of which goes into its checkpoints.
 *
 * @param methods by a key that is the same in every attempt
 */
record LoopParts<B>(
        Parameters parameters, List<Objective<B>> objectives, Map<String, Stateful> methods) {

    /** Key of an optimizer among {@link #kinds}. */
    static String optimizerKey(Objective<?> objective) {
        return "optimizer." + objective.name();
    }

    /** Methods that are asked when the loop is over, in a later attempt too. */
    Map<String, Stateful> askedLater() {
        Map<String, Stateful> asked = new LinkedHashMap<>(methods);
        asked.values().removeIf(method -> !method.askedLater());
        return asked;
    }

    /** What each state is of, by the method's key. */
    Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        objectives.forEach(o -> kinds.put(optimizerKey(o), o.optimizer().name()));
        methods.forEach((key, method) -> kinds.put(key, method.kind()));
        return kinds;
    }
}
