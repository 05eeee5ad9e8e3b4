package io.cuvette.training.core.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.Orientation;
import io.cuvette.training.core.checkpoint.CheckpointStore;
import java.nio.file.Path;
import java.util.Optional;

/** What a worker hands to a training program. */
public interface TrainingContext {

    /** Whether the job has a dataset; always, unless the program does without. */
    default boolean hasDataset() {
        return true;
    }

    /**
     * The dataset as a local file.
     *
     * @throws IllegalStateException when the job has none
     */
    Path dataset();

    /**
     * SHA-256 of the dataset's bytes in hexadecimal digits: what a checkpoint was trained on.
     *
     * @throws IllegalStateException when the job has no dataset
     */
    String datasetSha256();

    /**
     * A local folder, to be read only, with the verified artifacts of {@link #baseModel} under
     * their names; empty when the job starts from no model.
     */
    default Optional<Path> base() {
        return Optional.empty();
    }

    /** The model version that the job starts from, there when {@link #base} is. */
    default Optional<BaseModel> baseModel() {
        return Optional.empty();
    }

    /**
     * The state of another job that this one goes on from, instead of from the start. Whoever
     * trains in a {@link io.cuvette.training.core.loop.TrainingSession} need not care.
     */
    default Optional<StartState> start() {
        return Optional.empty();
    }

    /** Whether other jobs may go on from this one: its last checkpoint then has all state. */
    default boolean keepsState() {
        return false;
    }

    /** What the rows of the dataset are, when it is a delimited table. */
    default Orientation orientation() {
        return Orientation.DETECT;
    }

    /** An empty folder for scratch files, deleted after the run. */
    Path scratch();

    /** The job's settings, already checked by {@link TrainingProgram#check}. */
    ObjectNode settings();

    /** Every random choice of the run derives from this and from epoch and step. */
    long seed();

    CheckpointStore checkpoints();

    ProgressListener progress();

    /**
     * True once the job is to be suspended or cancelled, or its lease is lost. Asked once a step;
     * the program then checkpoints and throws {@link TrainingStoppedException}.
     */
    boolean stopRequested();

    /**
     * An empty folder that becomes the model version: {@code model.safetensors}, {@code model.json}
     * (family part) and further files, each published as an artifact under its relative name.
     */
    Path output();
}
