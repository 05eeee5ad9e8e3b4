package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.embedding.EmbeddedCells;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.embedding.SideBySide;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.DrawnCells;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.metric.Scoring;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.umap.Umap;
import io.cuvette.batchcorrection.umap.UmapSettings;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Scores each method and lays it out, both on the same cells and the same neighbours;
 * concatenations are scored only.
 */
final class Scores {

    private final TrainingContext context;
    private final BatchCorrectionSettings settings;
    private final PreparedCells cells;
    private final Map<Method, EmbeddingFile> embeddings;
    private final Scoring scoring;
    private final Classification classification;
    private final Intervals intervals;
    private final Map<Method, DenseMatrix> layouts = new EnumMap<>(Method.class);

    Scores(
            TrainingContext context,
            BatchCorrectionSettings settings,
            PreparedCells cells,
            Map<Method, EmbeddingFile> embeddings) {
        this.context = context;
        this.settings = settings;
        this.cells = cells;
        this.embeddings = embeddings;
        Grouping batches = new Grouping(cells.batchNames(), cells.batches());
        Grouping labels = new Grouping(cells.labelNames(), cells.labels());
        this.scoring =
                new Scoring(
                        batches,
                        labels,
                        Method.PCA.key(),
                        embeddings.get(Method.PCA),
                        settings.scores().withSeed(context.seed()));
        this.classification =
                new Classification(
                        context,
                        cells.heldOut(),
                        settings.classifierCells(),
                        batches,
                        cells.targets());
        this.intervals =
                new Intervals(
                        context,
                        settings,
                        batches,
                        labels,
                        Method.PCA.key(),
                        embeddings.get(Method.PCA));
    }

    /** Takes the job from one share of its progress to another. */
    void compute(double from, double to) throws TrainingStoppedException {
        int parts = embeddings.size() + settings.concatenations().size();
        double share = (to - from) / parts;
        double done = from;
        for (Map.Entry<Method, EmbeddingFile> method : embeddings.entrySet()) {
            begin(done, "score");
            DrawnCells drawn = scoring.score(method.getKey().key(), method.getValue());
            intervals.score(method.getKey().key(), method.getValue());
            begin(done + share / 3, "classify");
            classification.judge(
                    method.getKey().key(),
                    method.getValue(),
                    method.getKey().needsBatch(),
                    learned(List.of(method.getKey())));
            begin(done + share * 2 / 3, "layout");
            layouts.put(method.getKey(), layout(drawn, scoring.drawn()));
            done += share;
        }
        for (Concatenation concatenation : settings.concatenations()) {
            begin(done, "score");
            EmbeddedCells embedding = sideBySide(concatenation);
            scoring.score(concatenation.key(), embedding);
            intervals.score(concatenation.key(), embedding);
            begin(done + share / 2, "classify");
            classification.judge(
                    concatenation.key(),
                    embedding,
                    concatenation.needsBatch(),
                    learned(concatenation.methods()));
            done += share;
        }
    }

    /** What the methods were trained to tell beside the expression. */
    private Optional<String> learned(List<Method> methods) {
        return methods.contains(Method.FEC) ? settings.labelKey() : Optional.empty();
    }

    private void begin(double progress, String phase) throws TrainingStoppedException {
        if (context.stopRequested()) {
            throw new TrainingStoppedException();
        }
        context.progress().progress(progress, phase, Map.of());
    }

    private EmbeddedCells sideBySide(Concatenation concatenation) {
        List<EmbeddedCells> parts = new ArrayList<>();
        concatenation.methods().forEach(method -> parts.add(embeddings.get(method)));
        return new SideBySide(parts);
    }

    /** UMAP of the drawn cells; the others, where cells are many, have no place (NaN). */
    private DenseMatrix layout(DrawnCells cellsDrawn, int[] positions) {
        DenseMatrix placed =
                Umap.fit(
                                cellsDrawn.embedding(),
                                cellsDrawn.neighbors(),
                                UmapSettings.DEFAULT,
                                context.seed())
                        .toMatrix();
        float[] values = new float[2 * cells.size()];
        Arrays.fill(values, Float.NaN);
        for (int i = 0; i < positions.length; i++) {
            System.arraycopy(placed.values(), 2 * i, values, 2 * positions[i], 2);
        }
        return new DenseMatrix(cells.size(), 2, values);
    }

    Evaluation table() {
        return scoring.table();
    }

    /** Empty when the job asked for none. */
    Optional<RepeatedEvaluation> intervals() {
        return intervals.table();
    }

    Classifications classifications() {
        return classification.result();
    }

    Map<Method, DenseMatrix> layouts() {
        return layouts;
    }
}
