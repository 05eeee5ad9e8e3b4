package io.cuvette.batchcorrection.program;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.EvaluationCard;
import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Scoring;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingProgram;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Scores embeddings that came with a dataset (keys of {@code obsm}) beside the uncorrected baseline
 * and Harmony of it, on the same cells. Embeddings are read one at a time.
 */
public final class EmbeddingEvaluationProgram implements TrainingProgram {

    public static final String FAMILY = "batch-correction-evaluation";

    private static final String CODE_VERSION = "batch-correction-evaluation-2";

    /** Share of the progress that preparation takes. */
    private static final double PREPARED = 0.2;

    /** Findings about counts, which do not matter where none are read. */
    private static final Set<FindingCode> OF_COUNTS =
            EnumSet.of(
                    FindingCode.LOOKS_LOGGED,
                    FindingCode.LOOKS_SCALED,
                    FindingCode.NEGATIVE_VALUES);

    /** What a version's figure may be called; keys of obsm may be longer. */
    private static final int LONGEST_FIGURE = 100;

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String codeVersion() {
        return CODE_VERSION;
    }

    @Override
    public JobCheck check(JobInputs inputs, ObjectNode json) {
        DatasetDescription dataset = inputs.requiredDataset();
        EvaluationSettings.Parsed parsed = EvaluationSettings.parse(json);
        EvaluationSettings settings = parsed.settings();
        List<Finding> findings = new ArrayList<>(parsed.findings());
        if (!settings.data().batchKey().isEmpty()) {
            DesignCheck.ofDescription(
                            dataset,
                            settings.data().batchKey(),
                            settings.data().labelKey(),
                            settings.data().layer())
                    .stream()
                    // no counts are read where an embedding stands for uncorrected data
                    .filter(
                            finding ->
                                    settings.baseline().isEmpty()
                                            || !OF_COUNTS.contains(finding.code()))
                    .forEach(findings::add);
        }
        findings.addAll(NamedElements.missing(dataset, settings.data()));
        if (dataset.format() != DatasetFormat.H5AD) {
            findings.add(noEmbeddings());
        } else {
            settings.embeddings().stream()
                    .filter(key -> !dataset.embeddings().contains(key))
                    .forEach(key -> findings.add(unknown("embeddings", key, dataset)));
            settings.baseline()
                    .filter(key -> !dataset.embeddings().contains(key))
                    .ifPresent(key -> findings.add(unknown("baseline", key, dataset)));
        }
        findings.addAll(tooWide(dataset, settings));
        EvaluationEstimate estimate = new EvaluationEstimate(dataset, settings);
        findings.addAll(
                HarmonyLimits.exceeded(
                        dataset.cells(),
                        estimate.baselineDimensions(),
                        settings.baseline().isPresent() ? "baseline" : "components",
                        TrainingEstimate.batches(dataset, settings.data().batchKey()),
                        settings.data().harmony()));
        return new JobCheck(findings, estimate.total());
    }

    /** A job would say the same, later; descriptions of earlier releases know no dimensions. */
    private static List<Finding> tooWide(DatasetDescription dataset, EvaluationSettings settings) {
        List<Finding> findings = new ArrayList<>();
        for (String key : settings.embeddings()) {
            if (dimensions(dataset, key) > EvaluatedCells.WIDEST_EMBEDDING) {
                findings.add(tooWide(dataset, "embeddings", key, EvaluatedCells.WIDEST_EMBEDDING));
            }
        }
        settings.baseline()
                .filter(key -> dimensions(dataset, key) > EvaluatedCells.WIDEST_BASELINE)
                .map(key -> tooWide(dataset, "baseline", key, EvaluatedCells.WIDEST_BASELINE))
                .ifPresent(findings::add);
        return findings;
    }

    private static int dimensions(DatasetDescription dataset, String key) {
        return dataset.embeddingDimensions().getOrDefault(key, 0);
    }

    private static Finding tooWide(
            DatasetDescription dataset, String field, String key, int widest) {
        return Finding.error(
                FindingCode.TOO_LARGE,
                field,
                "%s has %,d dimensions; at most %,d are evaluated"
                        .formatted(EvaluatedCells.row(key), dimensions(dataset, key), widest));
    }

    private static Finding unknown(String field, String key, DatasetDescription dataset) {
        return Finding.error(
                FindingCode.INVALID_SETTING,
                field,
                "the dataset has no obsm/%s; there are: %s"
                        .formatted(key, NamedElements.list(dataset.embeddings())));
    }

    private static Finding noEmbeddings() {
        return Finding.error(
                FindingCode.UNKNOWN_FORMAT,
                "datasetId",
                "embeddings are read from .h5ad files alone");
    }

    @Override
    public void run(TrainingContext context)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        EvaluationSettings.Parsed parsed = EvaluationSettings.parse(context.settings());
        if (parsed.findings().stream().anyMatch(Finding::stops)) {
            throw new TrainingFailedException("the settings are not usable", parsed.findings());
        }
        if (DatasetReader.sniff(context.dataset()) != DatasetFormat.H5AD) {
            Finding finding = noEmbeddings();
            throw new TrainingFailedException(finding.message(), List.of(finding));
        }
        begin(context, 0, "prepare");
        EvaluatedCells cells = EvaluatedCells.of(context, parsed.settings());
        cells.warnings().forEach(warning -> context.progress().message(warning.message()));
        score(context, parsed.settings(), cells);
    }

    private static void score(
            TrainingContext context, EvaluationSettings settings, EvaluatedCells cells)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        Rows rows = new Rows(context, settings.data(), cells);
        double share = (1 - PREPARED) / (2 + settings.embeddings().size());
        begin(context, PREPARED, "score");
        rows.add(cells.baseline(), cells.uncorrected(), false);
        begin(context, PREPARED + share, Method.HARMONY.key());
        Embedding harmony =
                HarmonyFit.of(
                                context,
                                cells.uncorrected(),
                                cells.batches(),
                                settings.data().harmony())
                        .corrected();
        rows.add(Method.HARMONY.key(), harmony, true);
        for (int i = 0; i < settings.embeddings().size(); i++) {
            begin(context, PREPARED + (i + 2) * share, "score");
            String key = settings.embeddings().get(i);
            rows.add(
                    EvaluatedCells.row(key),
                    cells.read(context, key),
                    settings.usesBatch().contains(key));
        }
        Evaluation table = rows.scoring.table();
        card(context, settings, cells)
                .write(
                        context.output(),
                        table,
                        rows.intervals.table(),
                        rows.classification.result());
        context.progress().progress(1, "done", headline(table));
    }

    /** Scores, intervals and classifications, filled row by row. */
    private static final class Rows {

        private final Scoring scoring;
        private final Intervals intervals;
        private final Classification classification;

        Rows(TrainingContext context, BatchCorrectionSettings data, EvaluatedCells cells) {
            this.scoring =
                    new Scoring(
                            cells.batches(),
                            cells.labels(),
                            cells.baseline(),
                            cells.uncorrected(),
                            data.scores().withSeed(context.seed()));
            this.intervals =
                    new Intervals(
                            context,
                            data,
                            cells.batches(),
                            cells.labels(),
                            cells.baseline(),
                            cells.uncorrected());
            this.classification =
                    new Classification(
                            context,
                            IntStream.range(0, cells.rows().length).toArray(),
                            data.classifierCells(),
                            cells.batches(),
                            cells.targets());
        }

        void add(String name, EmbeddedCells embedding, boolean needsBatch)
                throws TrainingStoppedException {
            scoring.score(name, embedding);
            intervals.score(name, embedding);
            classification.judge(name, embedding, needsBatch, Optional.empty());
        }
    }

    private static EvaluationCard card(
            TrainingContext context, EvaluationSettings settings, EvaluatedCells cells) {
        return new EvaluationCard(
                FAMILY,
                CODE_VERSION,
                context.seed(),
                settings.data().batchKey(),
                settings.data().labelKey(),
                settings.embeddings(),
                cells.baseline(),
                cells.rows().length,
                cells.design(),
                cells.warnings());
    }

    private static Map<String, Double> headline(Evaluation evaluation) {
        Map<String, Double> headline = new LinkedHashMap<>();
        for (Evaluation.Row row : evaluation.rows()) {
            String figure = row.method() + ".total";
            if (figure.length() <= LONGEST_FIGURE) {
                row.score(Metric.TOTAL_SCORE).ifPresent(score -> headline.put(figure, score));
            }
        }
        return headline;
    }

    private static void begin(TrainingContext context, double progress, String phase)
            throws TrainingStoppedException {
        if (context.stopRequested()) {
            throw new TrainingStoppedException();
        }
        context.progress().progress(progress, phase, Map.of());
    }
}
