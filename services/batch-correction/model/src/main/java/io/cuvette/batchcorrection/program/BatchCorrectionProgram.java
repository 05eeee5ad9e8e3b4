package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.method.Trait;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Trains the methods of one batch-correction job, scores them and writes the model version. */
public final class BatchCorrectionProgram implements TrainingProgram {

    public static final String FAMILY = "batch-correction";

    /** Changes whenever the same job would give other weights or other answers. */
    private static final String CODE_VERSION = "batch-correction-5";

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return CODE_VERSION;
    }

    @Override
    public Set<Trait> traits() {
        return JobTraits.FAMILY;
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode json) {
        DatasetDescription dataset = inputs.requiredDataset();
        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(json);
        BatchCorrectionSettings settings = parsed.settings();
        List<Finding> findings = new ArrayList<>(parsed.findings());
        if (!settings.batchKey().isEmpty()) {
            findings.addAll(
                    DesignCheck.ofDescription(
                            dataset, settings.batchKey(), settings.labelKey(), settings.layer()));
        }
        findings.addAll(NamedElements.missing(dataset, settings));
        findings.addAll(RecipeCheck.of(dataset, settings));
        if (settings.methods().contains(Method.HARMONY)) {
            findings.addAll(
                    HarmonyLimits.exceeded(
                            dataset.cells(),
                            settings.components(),
                            "components",
                            TrainingEstimate.batches(dataset, settings.batchKey()),
                            settings.harmony()));
        }
        return new JobCheck(findings, TrainingEstimate.of(dataset, settings));
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(context.settings());
        if (parsed.findings().stream().anyMatch(Finding::stops)) {
            throw new TrainingFailedException("the settings are not usable", parsed.findings());
        }
        BatchCorrectionSettings settings = parsed.settings();
        context.progress().progress(0, "prepare", Map.of());
        try (PreparedCells cells = prepare(context, settings)) {
            cells.warnings().forEach(warning -> context.progress().message(warning.message()));
            try (MethodRuns methods = new MethodRuns(context, settings, cells, CODE_VERSION)) {
                methods.run();
            }
        }
    }

    private static PreparedCells prepare(TrainingContext context, BatchCorrectionSettings settings)
            throws IOException, TrainingFailedException {
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        try (SpooledDataset data =
                DatasetReader.spool(
                        context.dataset(), settings.layer(), settings::names, options)) {
            return Preparation.of(
                    context.dataset(), data, settings, context.seed(), context.scratch());
        }
    }
}
