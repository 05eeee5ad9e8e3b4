package io.cuvette.training.app.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/** A {@link Walk} without a dataset, as of a family that makes its data itself. */
public final class SimulateProgram implements TrainingProgram {

    public static final String FAMILY = "test-simulate";

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return "simulate-1";
    }

    @Override
    public InputNeed datasetNeed() {
        return InputNeed.NONE;
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode settings) {
        return new JobCheck(List.of(), new JobCheck.Estimate(1 << 20, 0, 100, 0));
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        if (context.hasDataset() || context.base().isPresent()) {
            throw new IllegalStateException("there are inputs that nobody asked for");
        }
        Walk.run(context, 0, Optional.empty());
        Files.writeString(context.output().resolve("model.json"), "{}");
    }
}
