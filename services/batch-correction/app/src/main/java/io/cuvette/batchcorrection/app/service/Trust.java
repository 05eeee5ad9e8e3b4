package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.method.Method;
import java.util.Optional;

/** What the validity of projections means, in words. */
public final class Trust {

    public static final String UNKNOWN = "unknown: the model has no labels to judge by";

    /** Of averages that need no projection. */
    public static final String NOT_PROJECTED =
            "nothing is projected: cells as they were measured, so that batches may differ by their"
                    + " types of cells";

    private Trust() {}

    /**
     * @param method harmony is fitted on all cells of the model, those it is judged by included
     */
    public static String inWords(String method, Optional<Validity> validity) {
        if (validity.isEmpty()) {
            return UNKNOWN;
        }
        Validity v = validity.get();
        String cells =
                Method.ofKey(method).filter(Method::isFittedOnAllCells).isPresent()
                        ? "cells that its fit has seen"
                        : "held-out cells";
        if (!v.helps()) {
            return "misleading: on %s these projections are %.1f times as far from real cells of the target batch as no projection at all"
                    .formatted(cells, v.ratio());
        }
        return "on %s projecting brings a cell nearer to real cells of its label in the target batch in %.0f %% of the cases; the change correlates %.2f with the true one"
                .formatted(cells, 100 * v.improved(), v.correlation());
    }
}
