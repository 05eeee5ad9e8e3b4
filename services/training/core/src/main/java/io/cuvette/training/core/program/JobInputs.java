package io.cuvette.training.core.program;

import io.cuvette.data.DatasetDescription;
import java.util.Optional;

/**
 * What a job to be judged comes with; as the program's {@link TrainingProgram#datasetNeed} and
 * {@link TrainingProgram#baseNeed} say, whoever calls it sees to that.
 *
 * @param dataset what validation found in the dataset
 * @param base the model version that the job starts from
 */
public record JobInputs(Optional<DatasetDescription> dataset, Optional<BaseModel> base) {

    public static final JobInputs NONE = new JobInputs(Optional.empty(), Optional.empty());

    public static JobInputs of(DatasetDescription dataset) {
        return new JobInputs(Optional.of(dataset), Optional.empty());
    }

    public static JobInputs of(BaseModel base) {
        return new JobInputs(Optional.empty(), Optional.of(base));
    }

    /**
     * The dataset of a family that needs one.
     *
     * @throws IllegalStateException when the job has none
     */
    public DatasetDescription requiredDataset() {
        return dataset.orElseThrow(() -> new IllegalStateException("the job has no dataset"));
    }

    /**
     * The base of a family that needs one.
     *
     * @throws IllegalStateException when the job has none
     */
    public BaseModel requiredBase() {
        return base.orElseThrow(() -> new IllegalStateException("the job has no base model"));
    }
}
