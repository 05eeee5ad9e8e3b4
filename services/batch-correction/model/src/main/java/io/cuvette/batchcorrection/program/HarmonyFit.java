package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.harmony.HarmonySettings;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Seeds;

/** Harmony as a part of a job: with the job's seed, and ended with it. */
final class HarmonyFit {

    private HarmonyFit() {}

    /** Leaves a fit that was asked to stop. */
    private static final class StopRound extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /**
     * Corrects an embedding.
     *
     * @param batches of its cells
     */
    static Harmony of(
            TrainingContext context,
            Embedding uncorrected,
            Grouping batches,
            HarmonySettings settings)
            throws TrainingStoppedException {
        try {
            return Harmony.fit(
                    uncorrected,
                    batches.codes(),
                    batches.names().size(),
                    settings,
                    Seeds.hash(context.seed(), Method.HARMONY.key()),
                    (round, objective) -> {
                        if (context.stopRequested()) {
                            throw new StopRound();
                        }
                    });
        } catch (StopRound stopped) {
            throw new TrainingStoppedException();
        }
    }
}
