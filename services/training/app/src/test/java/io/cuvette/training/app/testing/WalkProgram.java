package io.cuvette.training.app.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Walk} over a dataset. */
public final class WalkProgram implements TrainingProgram {

    public static final String FAMILY = "test-walk";

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return "walk-1";
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode settings) {
        DatasetDescription dataset = inputs.requiredDataset();
        List<Finding> findings = new ArrayList<>();
        int steps = settings.path("steps").asInt(100);
        if (steps < 1 || steps > 1_000_000) {
            findings.add(
                    Finding.error(FindingCode.INVALID_SETTING, "steps", "must be 1 to 1000000"));
        }
        if (dataset.cells() < 3) {
            findings.add(Finding.warning(FindingCode.TOO_FEW_CELLS, "", "fewer than 3 cells"));
        }
        long heap = settings.path("heapBytes").asLong(1 << 20);
        return new JobCheck(findings, new JobCheck.Estimate(heap, 0, steps, steps * 0.001));
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        Walk.run(context, Walk.digest(context.dataset()), Optional.empty());
        int steps = context.settings().path("steps").asInt(100);
        Files.writeString(context.output().resolve("model.json"), "{\"steps\":" + steps + "}");
    }
}
