package io.cuvette.data.h5ad;

import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Names of cells and genes. */
public final class Names {

    private Names() {}

    /**
     * Appends "-1", "-2", ... to the second and later of equal names, as anndata's {@code
     * make_index_unique} does, and reports it.
     */
    public static List<String> unique(
            String[] names, FindingCode code, String field, List<Finding> findings) {
        Set<String> taken = new HashSet<>(Arrays.asList(names));
        if (taken.size() == names.length) {
            return List.of(names);
        }
        int repeated = names.length - taken.size();
        Map<String, Integer> seen = new HashMap<>();
        Set<String> first = new HashSet<>();
        String[] unique = names.clone();
        for (int i = 0; i < names.length; i++) {
            if (first.add(names[i])) {
                continue;
            }
            int suffix = seen.getOrDefault(names[i], 0);
            String candidate;
            do {
                suffix++;
                candidate = names[i] + "-" + suffix;
            } while (!taken.add(candidate));
            seen.put(names[i], suffix);
            unique[i] = candidate;
        }
        findings.add(
                Finding.warning(
                        code,
                        field,
                        "%d names occur more than once; -1, -2, ... were appended to them."
                                .formatted(repeated)));
        return List.of(unique);
    }
}
