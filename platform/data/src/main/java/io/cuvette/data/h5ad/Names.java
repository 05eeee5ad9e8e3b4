package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.PackedStrings;
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
     *
     * @return packed; the argument itself where that is packed and its names differ
     */
    public static PackedStrings unique(
            List<String> names, FindingCode code, String field, List<Finding> findings) {
        int repeated = repeated(names);
        if (repeated == 0) {
            return PackedStrings.of(names);
        }
        findings.add(
                Finding.warning(
                        code,
                        field,
                        "%d names occur more than once; -1, -2, ... were appended to them."
                                .formatted(repeated)));
        return madeUnique(names);
    }

    private static PackedStrings madeUnique(List<String> names) {
        Set<String> taken = new HashSet<>(names);
        Map<String, Integer> seen = new HashMap<>();
        Set<String> first = new HashSet<>();
        PackedStrings.Builder unique = new PackedStrings.Builder();
        for (String name : names) {
            if (first.add(name)) {
                unique.add(name);
                continue;
            }
            int suffix = seen.getOrDefault(name, 0);
            String candidate;
            do {
                suffix++;
                candidate = name + "-" + suffix;
            } while (!taken.add(candidate));
            seen.put(name, suffix);
            unique.add(candidate);
        }
        return unique.build();
    }

    /** How many names are equal to one before them. */
    static int repeated(List<String> names) {
        // a set of all names would take ten times the memory, and hardly any file repeats one
        return distinctHashes(names) ? 0 : names.size() - new HashSet<>(names).size();
    }

    private static boolean distinctHashes(List<String> names) {
        long[] hashes = new long[names.size()];
        int next = 0;
        for (String name : names) {
            hashes[next++] = hash(name);
        }
        Arrays.sort(hashes);
        for (int i = 1; i < hashes.length; i++) {
            if (hashes[i] == hashes[i - 1]) {
                return false;
            }
        }
        return true;
    }

    /** FNV-1a over UTF-16 units: of a million names two share one with a chance of 3e-8. */
    private static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }
}
