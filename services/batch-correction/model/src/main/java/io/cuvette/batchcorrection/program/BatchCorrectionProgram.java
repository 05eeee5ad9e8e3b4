package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.finding.Finding;
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
    private static final String CODE_VERSION = "batch-correction-4";

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
                    DesignCheck.ofDescription(
                            dataset, settings.batchKey(), settings.labelKey(), settings.layer()));
        }
        findings.addAll(NamedElements.missing(dataset, settings));
        return new JobCheck(findings, estimate(dataset, settings));
    }

    /**
     * Memory of the heap: names and codes of each cell, the layout of each method, the covariance
     * of the genes, and checkpoints on their way. Matrices and embeddings lie in scratch files,
     * whatever the format. Outside the heap: weights, gradients and Adam's two moments, and the
     * activations of a step. Time: 24 MFLOP a cell and epoch at 2,916 genes (spec 1.8), at 15
     * GFLOP/s of one core.
     */
    private static Estimate estimate(DatasetDescription dataset, BatchCorrectionSettings settings) {
        long cells = dataset.cells();
        long genes = Math.min(dataset.genes(), settings.preprocessing().highlyVariableGenes());
        long networks = settings.methods().stream().filter(Method::isNetwork).count();
        long bytesACell = 200 + 2 * Float.BYTES * (networks + 1);
        long batches = batches(dataset, settings.batchKey());
        long weights = weights(genes, batches, settings);
        long heap =
                (384L << 20)
                        + bytesACell * cells
                        + 24 * genes * genes
                        + 12 * weights
                        + harmonyBytes(cells, batches, settings);
        long trainCells = Math.max(1, cells * 3 / 5);
        int batchSize = settings.batchSize((int) trainCells);
        long tensors = (300L << 20) + 16 * weights + 64L * batchSize * (genes + 2_000);
        long steps = networks * settings.epochs() * Math.max(1, trainCells / batchSize);
        double flop = 24e6 * (0.3 + 0.7 * genes / 2_916);
        double seconds =
                5
                        + steps * batchSize * flop / 15e9
                        + Math.min(cells, 10_000) * 0.004 * (1 + settings.draws());
        return new Estimate(heap, tensors, steps, seconds);
    }

    /** Scores in double precision and the fit itself, which holds all cells. */
    private static long harmonyBytes(long cells, long batches, BatchCorrectionSettings settings) {
        if (!settings.methods().contains(Method.HARMONY)) {
            return 0;
        }
        int held = (int) Math.min(cells, Integer.MAX_VALUE);
        return Harmony.bytes(
                        held,
                        settings.components(),
                        (int) batches,
                        settings.harmony().clustersFor(held))
                + 3L * Float.BYTES * settings.components() * cells;
    }

    /** Parameters of the largest network of the job, biases left out. */
    private static long weights(long genes, long batches, BatchCorrectionSettings settings) {
        Architecture units = settings.architecture();
        long first = units.hidden1();
        long second = units.hidden2();
        long autoencoder = genes * first + first * second + second * units.latent();
        long adversary = units.activations() * first + first * second + second * batches;
        long offsets = batches * genes;
        // four numbers for each batch and unit of both coders, and for each gene
        long effects = 4 * batches * (2 * (first + second) + genes);
        long fixed = autoencoder + adversary + offsets;
        return settings.methods().contains(Method.RE)
                ? Math.max(fixed, 2 * autoencoder + effects)
                : fixed;
    }

    private static long batches(DatasetDescription dataset, String batchKey) {
        return dataset.obs().stream()
                .filter(column -> column.name().equals(batchKey))
                .mapToLong(DatasetDescription.ObsColumn::distinct)
                .map(distinct -> Math.min(distinct, DesignCheck.MOST_BATCHES))
                .findFirst()
                .orElse(2);
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
