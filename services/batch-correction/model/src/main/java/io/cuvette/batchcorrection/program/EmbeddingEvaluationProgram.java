package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.EvaluationCard;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Scoring;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.Annotations;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobCheck.Estimate;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.tensor.Seeds;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Scores embeddings that came with a dataset (keys of {@code obsm}) beside the uncorrected baseline
 * and Harmony of it, on the same cells.
 */
public final class EmbeddingEvaluationProgram implements TrainingProgram {

    public static final String FAMILY = "batch-correction-evaluation";

    private static final String CODE_VERSION = "batch-correction-evaluation-1";

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
        EvaluationSettings.Parsed parsed = EvaluationSettings.parse(json);
        EvaluationSettings settings = parsed.settings();
        List<Finding> findings = new ArrayList<>(parsed.findings());
        if (!settings.data().batchKey().isEmpty()) {
            findings.addAll(
                    DesignCheck.ofDescription(
                            dataset,
                            settings.data().batchKey(),
                            settings.data().labelKey(),
                            settings.data().layer()));
        }
        for (String key : keys(settings)) {
            if (!dataset.embeddings().contains(key)) {
                findings.add(unknownKey(key, dataset.embeddings()));
            }
        }
        long cells = dataset.cells();
        int components = settings.data().components();
        int scored = (int) Math.min(cells, settings.data().evaluationCells());
        long heap =
                (512L << 20)
                        + cells * (400 + 12L * components * (2 + settings.embeddings().size()))
                        + Harmony.bytes(
                                dataset.cells(),
                                components,
                                DesignCheck.MOST_BATCHES,
                                settings.data().harmony().clustersFor(dataset.cells()));
        long rows = 2L + settings.embeddings().size();
        return new JobCheck(
                findings,
                new Estimate(heap, 64L << 20, rows, 10 + rows * scored * 0.006 + cells * 0.001));
    }

    private static List<String> keys(EvaluationSettings settings) {
        List<String> keys = new ArrayList<>(settings.embeddings());
        settings.baseline().ifPresent(keys::add);
        return keys;
    }

    private static Finding unknownKey(String key, List<String> present) {
        return Finding.error(
                FindingCode.INVALID_SETTING,
                "embeddings",
                "the dataset has no obsm/%s; there are: %s"
                        .formatted(
                                key,
                                present.isEmpty()
                                        ? "(none)"
                                        : String.join(
                                                ", ",
                                                present.subList(0, Math.min(20, present.size())))));
    }

    /**
     * Cells that are evaluated.
     *
     * @param rows of these cells in the dataset
     * @param uncorrected embedding of the same cells
     */
    private record Evaluated(
            int[] rows,
            Grouping batches,
            Grouping labels,
            Map<String, Grouping> targets,
            Embedding uncorrected,
            DesignAudit design,
            List<Finding> warnings) {}

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        EvaluationSettings.Parsed parsed = EvaluationSettings.parse(context.settings());
        if (parsed.findings().stream().anyMatch(Finding::stops)) {
            throw new TrainingFailedException("the settings are not usable", parsed.findings());
        }
        if (DatasetReader.sniff(context.dataset()) != DatasetFormat.H5AD) {
            throw failed(
                    Finding.error(
                            FindingCode.UNKNOWN_FORMAT,
                            "dataset",
                            "embeddings are read from .h5ad files alone"));
        }
        EvaluationSettings settings = parsed.settings();
        context.progress().progress(0, "prepare", Map.of());
        Evaluated cells =
                settings.baseline().isPresent()
                        ? given(context, settings, settings.baseline().get())
                        : counted(context, settings);
        cells.warnings().forEach(warning -> context.progress().message(warning.message()));
        score(context, settings, cells);
    }

    /** All cells, with an embedding of the dataset as the baseline. */
    private static Evaluated given(
            TrainingContext context, EvaluationSettings settings, String baseline)
            throws IOException, TrainingFailedException {
        Annotations annotations =
                H5adReader.readAnnotations(
                        context.dataset(), ReadLimits.DEFAULT, settings.data()::names);
        DesignCheck.Result check =
                DesignCheck.ofAnnotations(
                        annotations.obs(),
                        settings.data().batchKey(),
                        settings.data().labelKey(),
                        H5adReader.obsColumns(context.dataset(), ReadLimits.DEFAULT));
        if (check.stops() || check.design().isEmpty()) {
            throw failed(check.findings().toArray(Finding[]::new));
        }
        int[] rows = IntStream.range(0, annotations.obs().size()).toArray();
        Map<String, Grouping> targets = new LinkedHashMap<>();
        for (String target : settings.data().targets()) {
            Optional<Column> column = annotations.obs().column(target);
            if (column.isEmpty()) {
                throw failed(
                        Finding.error(
                                FindingCode.LABEL_MISSING,
                                "targets",
                                "the cells have no column %s".formatted(target)));
            }
            targets.put(target, Grouping.of(column.get()));
        }
        return new Evaluated(
                rows,
                check.design().get().batches(),
                check.design().get().labels(),
                targets,
                embedding(context, baseline, rows),
                check.audit().orElseThrow(),
                check.findings());
    }

    /** Cells that pass the filter, with PCA of their counts as the baseline. */
    private static Evaluated counted(TrainingContext context, EvaluationSettings settings)
            throws IOException, TrainingFailedException {
        BatchCorrectionSettings data = settings.data();
        ReadOptions options =
                new ReadOptions(context.orientation(), context.scratch(), ReadLimits.DEFAULT);
        try (SpooledDataset dataset =
                        DatasetReader.spool(context.dataset(), data.layer(), data::names, options);
                PreparedCells cells =
                        Preparation.of(dataset, data, context.seed(), context.scratch())) {
            Pca pca = Pca.fit(cells.scaled(), data.components());
            return new Evaluated(
                    cells.rows(),
                    new Grouping(cells.batchNames(), cells.batches()),
                    new Grouping(cells.labelNames(), cells.labels()),
                    cells.targets(),
                    pca.transform(cells.scaled()),
                    cells.design(),
                    cells.warnings());
        }
    }

    private static Embedding embedding(TrainingContext context, String key, int[] rows)
            throws IOException, TrainingFailedException {
        try {
            DenseMatrix matrix =
                    H5adReader.readEmbedding(context.dataset(), key, ReadLimits.DEFAULT);
            Embedding embedding = Embedding.of(matrix.selectRows(rows));
            if (!embedding.isFinite()) {
                throw failed(
                        Finding.error(
                                FindingCode.NON_FINITE_VALUES,
                                "obsm/" + key,
                                "the embedding of some evaluated cells holds NaN or infinite"
                                        + " values; leave these cells or this key out"));
            }
            return embedding;
        } catch (DataException e) {
            throw failed(e.finding());
        }
    }

    private static void score(TrainingContext context, EvaluationSettings settings, Evaluated cells)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        String baseline = settings.baseline().orElse(Method.PCA.key());
        BatchCorrectionSettings data = settings.data();
        Scoring scoring =
                new Scoring(
                        cells.batches(),
                        cells.labels(),
                        baseline,
                        cells.uncorrected(),
                        data.evaluationCells(),
                        context.seed());
        Classification classification =
                new Classification(
                        context,
                        IntStream.range(0, cells.rows().length).toArray(),
                        data.classifierCells(),
                        cells.batches(),
                        cells.targets());
        int parts = 2 + settings.embeddings().size();
        begin(context, 0.2, baseline);
        scoring.score(baseline, cells.uncorrected());
        classification.judge(baseline, cells.uncorrected(), false);
        begin(context, 0.2 + 0.8 / parts, Method.HARMONY.key());
        Embedding harmony =
                Harmony.fit(
                                cells.uncorrected(),
                                cells.batches().codes(),
                                cells.batches().names().size(),
                                data.harmony(),
                                Seeds.hash(context.seed(), Method.HARMONY.key()))
                        .corrected();
        scoring.score(Method.HARMONY.key(), harmony);
        classification.judge(Method.HARMONY.key(), harmony, true);
        for (int i = 0; i < settings.embeddings().size(); i++) {
            String key = settings.embeddings().get(i);
            begin(context, 0.2 + 0.8 * (i + 2) / parts, "score");
            Embedding embedding = embedding(context, key, cells.rows());
            String row = "obsm/" + key;
            scoring.score(row, embedding);
            classification.judge(row, embedding, settings.usesBatch().contains(key));
        }
        new EvaluationCard(
                        FAMILY,
                        CODE_VERSION,
                        context.seed(),
                        data.batchKey(),
                        data.labelKey(),
                        settings.embeddings(),
                        baseline,
                        cells.rows().length,
                        cells.design(),
                        cells.warnings())
                .write(context.output(), scoring.table(), classification.result());
        context.progress().progress(1, "done", Map.of());
    }

    private static void begin(TrainingContext context, double progress, String phase)
            throws TrainingStoppedException {
        if (context.stopRequested()) {
            throw new TrainingStoppedException();
        }
        context.progress().progress(progress, phase, Map.of());
    }

    private static TrainingFailedException failed(Finding... findings) {
        List<Finding> all = List.of(findings);
        String reasons =
                String.join(
                        "; ", all.stream().filter(Finding::stops).map(Finding::message).toList());
        return new TrainingFailedException(reasons, all);
    }
}
