package io.cuvette.training.app.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.BaseModel;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@link Walk} that goes on from the weights of {@link SimulateProgram}. */
public final class AdaptProgram implements TrainingProgram {

    public static final String FAMILY = "test-adapt";

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return "adapt-1";
    }

    @Override
    public InputNeed datasetNeed() {
        return InputNeed.OPTIONAL;
    }

    @Override
    public InputNeed baseNeed() {
        return InputNeed.REQUIRED;
    }

    @Override
    public Set<String> baseFamilies() {
        return Set.of(SimulateProgram.FAMILY);
    }

    /** Tells what it was given. */
    @Override
    public JobCheck check(JobInputs inputs, ObjectNode settings) {
        BaseModel base = inputs.requiredBase();
        String told =
                "%s %s %d %s, %d cells"
                        .formatted(
                                base.family(),
                                base.name(),
                                base.version(),
                                base.sha256(),
                                inputs.dataset().map(dataset -> dataset.cells()).orElse(0));
        return new JobCheck(
                List.of(Finding.warning(FindingCode.TOO_FEW_CELLS, "base", told)),
                new JobCheck.Estimate(1 << 20, 0, 100, 0));
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        Path start = context.base().orElseThrow().resolve(Walk.WEIGHTS_FILE);
        long data = context.hasDataset() ? Walk.digest(context.dataset()) : 0;
        Walk.run(context, data, Optional.of(start));
        BaseModel base = context.baseModel().orElseThrow();
        Files.writeString(
                context.output().resolve("model.json"),
                "{\"base\":\"%s %d %s\"}".formatted(base.name(), base.version(), base.sha256()));
    }
}
