package io.cuvette.training.core.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.method.Trait;
import java.io.IOException;
import java.util.Set;

/**
 * Trains one family of models. Implementations live in a science's {@code model} module, are found
 * by {@link java.util.ServiceLoader} under their family name, and hold no state between runs.
 */
public interface TrainingProgram {

    /** Stable family name, for instance {@code batch-correction}. */
    String family();

    /** Version of the code that decides what a trained model means; part of every model version. */
    String codeVersion();

    /** Whether jobs of the family are trained on a dataset. */
    default InputNeed datasetNeed() {
        return InputNeed.REQUIRED;
    }

    /** Whether jobs of the family start from a published model. */
    default InputNeed baseNeed() {
        return InputNeed.NONE;
    }

    /**
     * Families whose models a job may start from; of no meaning where {@link #baseNeed} is NONE.
     */
    default Set<String> baseFamilies() {
        return Set.of(family());
    }

    /**
     * What its jobs can offer to methods of the catalogue; a single job may offer less, for
     * instance when its data have no labels, which {@link #check} then says.
     */
    default Set<Trait> traits() {
        return Set.of();
    }

    /**
     * Judges a job before anything runs: unknown keys, values out of range, columns that are
     * missing or unfit, and what it will cost. Never throws for bad settings; it says so in
     * findings.
     *
     * @param inputs as {@link #datasetNeed}, {@link #baseNeed} and {@link #baseFamilies} have it
     * @param settings the {@code settings} object of the job, as sent
     */
    JobCheck check(JobInputs inputs, ObjectNode settings);

    /**
     * Trains from the newest checkpoint, or from the start when there is none, and leaves the
     * finished model in {@link TrainingContext#output()}.
     *
     * @throws TrainingFailedException when the data or the numbers make it impossible; not retried
     * @throws TrainingStoppedException when {@link TrainingContext#stopRequested()} turned true and
     *     the state was checkpointed
     */
    void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException;
}
