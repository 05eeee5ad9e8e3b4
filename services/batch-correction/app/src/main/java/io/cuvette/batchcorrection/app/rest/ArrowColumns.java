package io.cuvette.batchcorrection.app.rest;

import io.cuvette.service.error.ProblemException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/** Names of the columns of an Arrow table: each comes once. */
final class ArrowColumns {

    private ArrowColumns() {}

    /** The name, with underscores before it while it is taken, by a gene of that name for one. */
    static String free(String name, Collection<String> taken) {
        String free = name;
        while (taken.contains(free)) {
            free = "_" + free;
        }
        return free;
    }

    /**
     * @param genes that a request named; none at all are all, which differ
     */
    static void requireDistinct(List<String> genes) {
        if (genes != null && new HashSet<>(genes).size() < genes.size()) {
            throw ProblemException.invalidField(
                    "genes",
                    "DUPLICATE",
                    "a gene is named twice; the columns of an Arrow table have different names");
        }
    }
}
