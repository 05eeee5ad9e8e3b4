package io.cuvette.batchcorrection.app.service;

import io.cuvette.service.error.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Names that a caller chose among those of a model. */
final class NamePositions {

    private static final int SHOWN = 5;

    private NamePositions() {}

    /**
     * Positions of the chosen names in their order; all positions when none is chosen.
     *
     * @param field of the request that named them
     * @throws ProblemException when a name is unknown
     */
    static int[] of(String field, List<String> chosen, List<String> names) {
        if (chosen.isEmpty()) {
            return IntStream.range(0, names.size()).toArray();
        }
        Set<String> wanted = new HashSet<>(chosen);
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (wanted.contains(name)) {
                positions.put(name, i);
            }
        }
        List<String> unknown = new ArrayList<>();
        int[] found = new int[chosen.size()];
        for (int i = 0; i < found.length; i++) {
            Integer position = positions.get(chosen.get(i));
            if (position == null) {
                unknown.add(chosen.get(i));
            } else {
                found[i] = position;
            }
        }
        if (!unknown.isEmpty()) {
            throw ProblemException.invalidField(
                    field,
                    "UNKNOWN_NAME",
                    "%d names are unknown to the model, such as %s"
                            .formatted(
                                    unknown.size(),
                                    String.join(
                                            ", ",
                                            unknown.subList(0, Math.min(SHOWN, unknown.size())))));
        }
        return found;
    }
}
