package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.counterfactual.Validity;
import java.util.Optional;

/** What the validity of projections means, in words. */
public final class Trust {

    public static final String UNKNOWN = "unknown: the model has no labels to judge by";

    private Trust() {}

    public static String inWords(Optional<Validity> validity) {
        if (validity.isEmpty()) {
            return UNKNOWN;
        }
        Validity v = validity.get();
        if (!v.helps()) {
            return "misleading: on held-out cells these projections are %.1f times as far from real cells of the target batch as no projection at all"
                    .formatted(v.ratio());
        }
        return "on held-out cells projecting brings a cell nearer to real cells of its label in the target batch in %.0f %% of the cases; the change correlates %.2f with the true one"
                .formatted(100 * v.improved(), v.correlation());
    }
}
