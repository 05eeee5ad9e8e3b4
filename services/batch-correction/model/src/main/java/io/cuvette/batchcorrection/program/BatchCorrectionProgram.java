package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobCheck.Estimate;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Trains the methods of one batch-correction job, scores them and writes the model version. */
public final class BatchCorrectionProgram implements TrainingProgram {

    public static final String FAMILY = "batch-correction";

    /** Changes whenever the same job would give other weights or other answers. */
    private static final String CODE_VERSION = "batch-correction-1";

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return CODE_VERSION;
    }

    @Override
    public JobCheck check(DatasetDescription dataset, ObjectNode json) {
        BatchCorrectionSettings.Parsed parsed = BatchCorrectionSettings.parse(json);
        BatchCorrectionSettings settings = parsed.settings();
        List<Finding> findings = new ArrayList<>(parsed.findings());
        if (!settings.batchKey().isEmpty()) {
            findings.addAll(
                    DesignCheck.ofDescription(dataset, settings.batchKey(), settings.labelKey()));
        }
        settings.layer()
                .filter(layer -> !dataset.layers().contains(layer))
                .ifPresent(
                        layer ->
                                findings.add(
                                        Finding.error(
                                                FindingCode.INVALID_SETTING,
                                                "layer",
                                                "the dataset has no layer %s; its layers are: %s"
                                                        .formatted(
                                                                layer,
                                                                String.join(
                                                                        ", ", dataset.layers())))));
        return new JobCheck(findings, estimate(dataset, settings));
    }

    /**
     * Memory: X and a layer are held as read, 8 bytes a value, until the cells are prepared; then
     * only names, codes and embeddings of each cell, for the scaled cells are streamed from disk.
     * Time: 24 MFLOP a cell and epoch at 2,916 genes (spec 1.8), at 15 GFLOP/s of one core.
     */
    private static Estimate estimate(DatasetDescription dataset, BatchCorrectionSettings settings) {
        long cells = dataset.cells();
        long genes = Math.min(dataset.genes(), settings.preprocessing().highlyVariableGenes());
        long networks = settings.methods().stream().filter(m -> m != Method.PCA).count();
        long heap = (256L << 20) + 16 * dataset.storedValues() + 2_000 * cells + 24 * genes * genes;
        long weights = genes * settings.architecture().hidden1() + 1_000_000;
        long tensors = (300L << 20) + 16 * weights + 64L * settings.batchSize() * (genes + 2_000);
        long stepsPerEpoch = Math.max(1, cells * 3 / 5 / settings.batchSize());
        long steps = networks * settings.epochs() * stepsPerEpoch;
        double flop = 24e6 * (0.3 + 0.7 * genes / 2_916);
        double seconds =
                5 + steps * settings.batchSize() * flop / 15e9 + Math.min(cells, 10_000) * 0.004;
        return new Estimate(heap, tensors, steps, seconds);
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
            new MethodRuns(context, settings, cells, CODE_VERSION).run();
        }
    }

    /** The dataset itself is garbage when this returns. */
    private static PreparedCells prepare(TrainingContext context, BatchCorrectionSettings settings)
            throws IOException, TrainingFailedException {
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        return Preparation.of(
                DatasetReader.read(context.dataset(), options),
                settings,
                context.seed(),
                context.scratch());
    }
}
