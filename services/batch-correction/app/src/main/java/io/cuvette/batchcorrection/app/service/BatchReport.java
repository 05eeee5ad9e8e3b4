package io.cuvette.batchcorrection.app.service;

import java.util.List;
import java.util.Map;

/**
 * How the batches of new cells met the model's.
 *
 * @param policy for batches that the model does not know
 * @param unseen names of these
 * @param treatedAs by name, the model's batch whose effects were taken for it; empty when effects
 *     were taken as zero
 */
public record BatchReport(String policy, List<String> unseen, Map<String, String> treatedAs) {

    public BatchReport {
        unseen = List.copyOf(unseen);
        treatedAs = Map.copyOf(treatedAs);
    }
}
