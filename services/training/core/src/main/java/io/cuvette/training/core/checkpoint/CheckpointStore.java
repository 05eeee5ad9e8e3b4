package io.cuvette.training.core.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where checkpoints of one job live. A checkpoint is one safetensors file that is recorded only
 * after it is whole; reading verifies its digest and falls back to the one before.
 */
public interface CheckpointStore {

    /**
     * Makes the file durable as the newest checkpoint.
     *
     * @param step optimizer steps done, increasing over the saves of a job
     * @param file a finished file in the program's scratch folder; still the caller's afterwards
     * @throws io.cuvette.training.core.program.AttemptOverException when this run may store no more
     * @throws IOException when the store failed; the next checkpoint may succeed
     */
    void save(long step, Path file) throws IOException;

    /** The newest checkpoint whose bytes are intact, as a local file. */
    Optional<Path> newest() throws IOException;
}
