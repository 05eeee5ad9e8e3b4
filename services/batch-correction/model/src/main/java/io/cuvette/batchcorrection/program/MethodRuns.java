package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.batchcorrection.metric.DrawnCells;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Scoring;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.umap.Umap;
import io.cuvette.batchcorrection.umap.UmapSettings;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.loop.ConfigDigest;
import io.cuvette.training.core.loop.EarlyStopping;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The methods of one job, one after the other, then the score and layout of each. Nothing of the
 * size of the data is held meanwhile: cells and embeddings lie in scratch files.
 */
final class MethodRuns implements Closeable {

    /** Cells that are held dense at once. */
    private static final int BLOCK = 1024;

    private static final double PREPARED = 0.05;
    private static final double TRAINED = 0.80;
    private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(20);

    private final TrainingContext context;
    private final BatchCorrectionSettings settings;
    private final PreparedCells cells;
    private final String codeVersion;

    private final SafetensorsWriter weights = new SafetensorsWriter();
    private final Map<Method, EmbeddingFile> embeddings = new EnumMap<>(Method.class);
    private final Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
    private final Map<String, List<MetricHistory.Row>> losses = new LinkedHashMap<>();

    MethodRuns(
            TrainingContext context,
            BatchCorrectionSettings settings,
            PreparedCells cells,
            String codeVersion) {
        this.context = context;
        this.settings = settings;
        this.cells = cells;
        this.codeVersion = codeVersion;
    }

    void run() throws IOException, TrainingFailedException, TrainingStoppedException {
        // the baseline of every score, so it is fitted whether or not it was asked for
        PcaModel pca = fitPca();
        String digest = ConfigDigest.of(context.settings(), codeVersion, context.datasetSha256());
        try (TrainingSession session = new TrainingSession(context, digest)) {
            List<Method> networks =
                    settings.methods().stream().filter(method -> method != Method.PCA).toList();
            for (int i = 0; i < networks.size(); i++) {
                double share = (TRAINED - PREPARED) / networks.size();
                double from = PREPARED + i * share;
                train(networks.get(i), session, from, from + share);
            }
        }
        encode(pca);
        Map<Method, DenseMatrix> layouts = new EnumMap<>(Method.class);
        Evaluation evaluation = evaluate(layouts);
        write(evaluation, layouts);
        context.progress().progress(1, "done", headline(evaluation));
    }

    private PcaModel fitPca() {
        Pca pca = Pca.fit(cells.rows(cells.split().train()), settings.components());
        TrainedModel.writePca(pca, weights);
        PcaModel model = new PcaModel(pca);
        figures.put(Method.PCA.key(), Map.of("test.mse", testError(cells, model)));
        return model;
    }

    /** Mean squared error over test cells and genes. */
    static double testError(PreparedCells cells, PcaModel model) {
        float[] row = new float[cells.genes()];
        double sum = 0;
        int[] test = cells.split().test();
        for (int from = 0; from < test.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(test, from, Math.min(test.length, from + BLOCK));
            DenseMatrix reconstruction = model.correct(cells.rows(block));
            for (int i = 0; i < block.length; i++) {
                cells.scaled().copyRow(block[i], row, 0);
                for (int gene = 0; gene < row.length; gene++) {
                    double difference = row[gene] - reconstruction.get(i, gene);
                    sum += difference * difference;
                }
            }
        }
        return sum / test.length / row.length;
    }

    private void train(Method method, TrainingSession session, double from, double to)
            throws IOException, TrainingFailedException, TrainingStoppedException {
        try (AutoencoderTraining training = training(method)) {
            LoopSettings loop =
                    LoopSettings.of(method.key(), settings.epochs())
                            .withProgress(from, to)
                            .withCheckpoints(Long.MAX_VALUE, CHECKPOINT_INTERVAL)
                            .withEarlyStopping(stopping(method));
            TrainingResult result =
                    new TrainingLoop<>(loop, training, training.batches(), session).run();
            training.write(weights);
            Map<String, Double> measured =
                    new LinkedHashMap<>(training.measure("test", cells.split().test()));
            measured.put("epochs", (double) result.history().rows().size());
            figures.put(method.key(), measured);
            losses.put(method.key(), result.history().rows());
            try (AutoencoderModel model = training.model(settings)) {
                encode(model);
            }
        }
    }

    private void encode(CorrectionModel model) throws IOException {
        EmbeddingFile embedding = EmbeddingFile.create(context.scratch(), model.dimensions());
        embeddings.put(model.method(), embedding);
        for (int from = 0; from < cells.size(); from += BLOCK) {
            int[] block = IntStream.range(from, Math.min(cells.size(), from + BLOCK)).toArray();
            embedding.append(model.encode(cells.rows(block)));
        }
    }

    private AutoencoderTraining training(Method method) {
        return switch (method) {
            case FE -> new FixedEffectsTraining(cells, settings, context.seed());
            case MEDL_PLUS -> new OffsetTraining(cells, settings, context.seed());
            case PCA -> throw new IllegalArgumentException("pca is fitted, not trained");
        };
    }

    private EarlyStopping stopping(Method method) {
        return switch (method) {
            case FE -> FixedEffectsTraining.stopping(settings.patience());
            case MEDL_PLUS -> OffsetTraining.stopping(settings.patience());
            case PCA -> throw new IllegalArgumentException("pca is fitted, not trained");
        };
    }

    /** Scores each method and lays it out, both on the same cells and the same neighbours. */
    private Evaluation evaluate(Map<Method, DenseMatrix> layouts) throws TrainingStoppedException {
        Scoring scoring =
                new Scoring(
                        new Grouping(cells.batchNames(), cells.batches()),
                        new Grouping(cells.labelNames(), cells.labels()),
                        Method.PCA.key(),
                        embeddings.get(Method.PCA),
                        settings.evaluationCells(),
                        context.seed());
        double share = (1 - TRAINED) / embeddings.size();
        double done = TRAINED;
        for (Map.Entry<Method, EmbeddingFile> method : embeddings.entrySet()) {
            stopIfRequested();
            context.progress().progress(done, "score", Map.of());
            DrawnCells drawn = scoring.score(method.getKey().key(), method.getValue());
            stopIfRequested();
            context.progress().progress(done + share / 2, "layout", Map.of());
            layouts.put(method.getKey(), layout(drawn, scoring.drawn()));
            done += share;
        }
        return scoring.table();
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

    private void stopIfRequested() throws TrainingStoppedException {
        if (context.stopRequested()) {
            throw new TrainingStoppedException();
        }
    }

    private void write(Evaluation evaluation, Map<Method, DenseMatrix> layouts) throws IOException {
        ModelCard card =
                new ModelCard(
                        BatchCorrectionProgram.FAMILY,
                        codeVersion,
                        context.seed(),
                        embeddings.keySet().stream().map(Method::key).toList(),
                        settings.batchKey(),
                        settings.labelKey(),
                        settings.layer(),
                        cells.preprocessing(),
                        settings.architecture(),
                        cells.batchNames(),
                        cells.labelNames(),
                        cells.size(),
                        figures,
                        cells.lookupCeiling(),
                        Optional.of(cells.design()),
                        cells.warnings());
        TrainingCells.write(context.output(), cells.names(), cells.index(), embeddings, layouts);
        ModelFolder.write(context.output(), card, weights, evaluation, losses);
    }

    private static Map<String, Double> headline(Evaluation evaluation) {
        Map<String, Double> headline = new LinkedHashMap<>();
        for (Evaluation.Row row : evaluation.rows()) {
            row.score(Metric.TOTAL_SCORE)
                    .ifPresent(score -> headline.put(row.method() + ".total", score));
        }
        return headline;
    }

    /** Closes all of them, whatever one of them throws. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (EmbeddingFile embedding : embeddings.values()) {
            try {
                embedding.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
