package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
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
    private static final String CODE_VERSION = "batch-correction-2";

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
     * Memory: names, codes, embeddings and layouts of each cell, and the covariance of the genes.
     * The matrix itself lies in scratch files; formats other than {@code .h5ad} are held once while
     * they are read. Time: 24 MFLOP a cell and epoch at 2,916 genes (spec 1.8), at 15 GFLOP/s of
     * one core.
     */
    private static Estimate estimate(DatasetDescription dataset, BatchCorrectionSettings settings) {
        long cells = dataset.cells();
        long genes = Math.min(dataset.genes(), settings.preprocessing().highlyVariableGenes());
        long networks = settings.methods().stream().filter(m -> m != Method.PCA).count();
        long held = dataset.format() == DatasetFormat.H5AD ? 0 : 24 * dataset.storedValues();
        long heap = (384L << 20) + held + 2_000 * cells + 24 * genes * genes;
        long weights = genes * settings.architecture().hidden1() + 1_000_000;
        long trainCells = Math.max(1, cells * 3 / 5);
        int batchSize = settings.batchSize((int) trainCells);
        long tensors = (300L << 20) + 16 * weights + 64L * batchSize * (genes + 2_000);
        long steps = networks * settings.epochs() * Math.max(1, trainCells / batchSize);
        double flop = 24e6 * (0.3 + 0.7 * genes / 2_916);
        double seconds = 5 + steps * batchSize * flop / 15e9 + Math.min(cells, 10_000) * 0.004;
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

    private static PreparedCells prepare(TrainingContext context, BatchCorrectionSettings settings)
            throws IOException, TrainingFailedException {
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        try (SpooledDataset data =
                DatasetReader.spool(context.dataset(), settings.layer(), options)) {
            return Preparation.of(data, settings, context.seed(), context.scratch());
        }
    }
}
