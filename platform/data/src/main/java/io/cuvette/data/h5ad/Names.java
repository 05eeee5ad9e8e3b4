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
import java.util.stream.IntStream;

/** Names of cells and genes. */
public final class Names {

    private Names() {}

    /**
     * Appends "-1", "-2", ... to the second and later of equal names, as anndata's {@code
     * make_index_unique} does, and reports it. A set of all names would take ten times their
     * memory; here hashes tell which few names have to be looked at.
     *
     * @return packed; the argument itself where that is packed and its names differ
     */
    public static PackedStrings unique(
            List<String> names, FindingCode code, String field, List<Finding> findings) {
        long[] hashes = sortedHashes(names);
        long[] shared = shared(hashes);
        if (shared.length == 0) {
            return PackedStrings.of(names);
        }
        Set<String> seen = new HashSet<>();
        Map<String, Integer> suffixes = new HashMap<>();
        Set<String> added = new HashSet<>();
        PackedStrings.Builder unique = new PackedStrings.Builder();
        int repeated = 0;
        for (String name : names) {
            if (!contains(shared, hash(name)) || seen.add(name)) {
                unique.add(name);
                continue;
            }
            repeated++;
            int suffix = suffixes.getOrDefault(name, 0);
            String candidate;
            do {
                suffix++;
                candidate = name + "-" + suffix;
                // a name of the same hash and other letters only costs a number
            } while (contains(hashes, hash(candidate)) || !added.add(candidate));
            suffixes.put(name, suffix);
            unique.add(candidate);
        }
        if (repeated == 0) {
            return PackedStrings.of(names);
        }
        findings.add(
                Finding.warning(
                        code,
                        field,
                        "%d names occur more than once; -1, -2, ... were appended to them."
                                .formatted(repeated)));
        return unique.build();
    }

    /** How many names are equal to one before them. */
    static int repeated(List<String> names) {
        long[] shared = shared(sortedHashes(names));
        if (shared.length == 0) {
            return 0;
        }
        Set<String> seen = new HashSet<>();
        int repeated = 0;
        for (String name : names) {
            repeated += contains(shared, hash(name)) && !seen.add(name) ? 1 : 0;
        }
        return repeated;
    }

    private static long[] sortedHashes(List<String> names) {
        long[] hashes = new long[names.size()];
        int next = 0;
        for (String name : names) {
            hashes[next++] = hash(name);
        }
        Arrays.sort(hashes);
        return hashes;
    }

    /** Those that occur more than once, each once. */
    private static long[] shared(long[] sorted) {
        return IntStream.range(1, sorted.length)
                .filter(i -> sorted[i] == sorted[i - 1])
                .mapToLong(i -> sorted[i])
                .distinct()
                .toArray();
    }

    private static boolean contains(long[] sorted, long hash) {
        return Arrays.binarySearch(sorted, hash) >= 0;
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
