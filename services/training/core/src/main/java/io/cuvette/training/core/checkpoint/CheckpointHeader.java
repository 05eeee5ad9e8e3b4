package io.cuvette.training.core.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * Everything of a checkpoint that is not a tensor; JSON in the file's metadata.
 *
 * @param format version of this layout
 * @param configDigest digest of settings, data and code version; another digest cannot go on from
 *     here
 * @param seed of the job
 * @param threads of the engine, on which the last digits of results depend
 * @param engine version of libtorch
 * @param phases finished phases in their order, then the one under way
 */
public record CheckpointHeader(
        int format,
        String configDigest,
        long seed,
        int threads,
        String engine,
        List<PhaseState> phases) {

    /** Since 2 it has the kinds of methods; those of 1 are read as well. */
    public static final int FORMAT = 2;

    static final int OLDEST_FORMAT = 1;

    public CheckpointHeader {
        phases = List.copyOf(phases);
    }

    public Optional<PhaseState> phase(String name) {
        return phases.stream().filter(phase -> phase.name().equals(name)).findFirst();
    }

    /**
     * Number under which the checkpoint is saved: loop steps over all phases, and one more for each
     * finished phase, so that the end of a phase comes after its last step.
     */
    public long sequence() {
        return phases.stream().mapToLong(p -> p.steps() + (p.finished() ? 1 : 0)).sum();
    }
}
