package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.ModelWeights;
import io.cuvette.batchcorrection.artifact.TargetColumns;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.counterfactual.ValidityCheck;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.effects.GeneEffectsFit;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.method.Concatenation;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.HarmonyCorrection;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OffsetModel;
import io.cuvette.batchcorrection.method.PcaModel;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Reconstruction;
import io.cuvette.batchcorrection.preprocess.BatchMeans;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.catalogue.Assessments;
import io.cuvette.training.core.loop.ConfigDigest;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.loop.LoopSettings;
import io.cuvette.training.core.loop.TrainingLoop;
import io.cuvette.training.core.loop.TrainingResult;
import io.cuvette.training.core.loop.TrainingSession;
import io.cuvette.training.core.metric.MetricHistory;
import io.cuvette.training.core.mixing.Mixture;
import io.cuvette.training.core.program.TrainingContext;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Map<String, Validity> validity = new LinkedHashMap<>();
    private final MethodAssessments assessments;
    private final BatchMeans means;
    private final double meanError;
    private Optional<ValidityCheck> validityCheck = Optional.empty();

    MethodRuns(
            TrainingContext context,
            BatchCorrectionSettings settings,
            PreparedCells cells,
            String codeVersion) {
        this.context = context;
        this.settings = settings;
        this.cells = cells;
        this.codeVersion = codeVersion;
        this.assessments = new MethodAssessments(settings, cells, context.seed());
        this.means = cells.trainMeans();
        this.meanError = meanError();
    }

    void run() throws IOException, TrainingFailedException, TrainingStoppedException {
        // the baseline of every score, so it is fitted whether or not it was asked for
        PcaModel pca = fitPca();
        String digest = ConfigDigest.of(context, codeVersion);
        try (TrainingSession session = new TrainingSession(context, digest)) {
            List<Method> networks = settings.methods().stream().filter(Method::isNetwork).toList();
            for (int i = 0; i < networks.size(); i++) {
                double share = (TRAINED - PREPARED) / networks.size();
                double from = PREPARED + i * share;
                train(networks.get(i), session, from, from + share);
            }
        }
        encode(pca);
        if (settings.methods().contains(Method.HARMONY)) {
            fitHarmony(pca.pca());
        }
        Scores scores = new Scores(context, settings, cells, embeddings);
        scores.compute(TRAINED, 1);
        scores.classifications().write(context.output());
        ModelFolder.writeIntervals(context.output(), scores.intervals());
        write(scores.table(), scores.layouts());
        Map<String, Double> headline = headline(scores.table());
        headline.putAll(Assessments.metrics(assessments.byMethod()));
        context.progress().progress(1, "done", headline);
    }

    private PcaModel fitPca() {
        Pca pca = Pca.fit(cells.rows(cells.split().train()), settings.components());
        ModelWeights.addPca(pca, weights);
        PcaModel model = new PcaModel(pca);
        figures.put(Method.PCA.key(), withShare(Map.of("test.mse", testError(cells, model))));
        return model;
    }

    /**
     * Corrects the components of all cells together, as Harmony is used; networks see training
     * cells alone. Its own embedding of these cells is kept: new cells are mapped onto it.
     */
    private void fitHarmony(Pca pca) throws IOException, TrainingStoppedException {
        stopIfRequested();
        context.progress().progress(TRAINED, Method.HARMONY.key(), Map.of());
        Embedding scores =
                embeddings.get(Method.PCA).select(IntStream.range(0, cells.size()).toArray());
        Harmony fit =
                HarmonyFit.of(
                        context,
                        scores,
                        new Grouping(cells.batchNames(), cells.batches()),
                        settings.harmony());
        EmbeddingFile embedding = EmbeddingFile.create(context.scratch(), scores.dimensions());
        embeddings.put(Method.HARMONY, embedding);
        embedding.append(fit.corrected().toMatrix());
        ModelWeights.addHarmony(fit.model(), weights);
        figures.put(
                Method.HARMONY.key(),
                Map.of(
                        "rounds",
                        (double) fit.objective().length,
                        "converged",
                        fit.converged() ? 1.0 : 0.0));
        judge(new HarmonyCorrection(pca, fit.model()));
    }

    /** Adds {@code test.r2}: what the reconstruction explains beyond the mean of each gene. */
    private Map<String, Double> withShare(Map<String, Double> measured) {
        Map<String, Double> more = new LinkedHashMap<>(measured);
        if (meanError > 0) {
            more.put("test.r2", Reconstruction.explainedShare(measured.get("test.mse"), meanError));
        }
        return more;
    }

    /**
     * Mean squared error over test cells and genes of predicting the mean of the training cells.
     */
    private double meanError() {
        float[] row = new float[cells.genes()];
        double sum = 0;
        for (int cell : cells.split().test()) {
            cells.scaled().copyRow(cell, row, 0);
            for (int gene = 0; gene < row.length; gene++) {
                double difference = row[gene] - means.all()[gene];
                sum += difference * difference;
            }
        }
        return sum / cells.split().test().length / row.length;
    }

    /** Mean squared error over test cells and genes. */
    static double testError(PreparedCells cells, PcaModel model) {
        float[] row = new float[cells.genes()];
        double sum = 0;
        int[] test = cells.split().test();
        for (int from = 0; from < test.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(test, from, Math.min(test.length, from + BLOCK));
            DenseMatrix reconstruction = model.correct(cells.forModels().select(block));
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
        Optional<Mixture> mixture = new MixtureChoice(context, session, settings, cells).of(method);
        var run = new NetworkTraining.Run(context.seed(), mixture);
        try (NetworkTraining training = NetworkTraining.of(method, cells, settings, run);
                LoopMethods methods = training.loopMethods()) {
            LoopSettings loop =
                    LoopSettings.of(method.key(), settings.epochs())
                            .withProgress(from, to)
                            .withCheckpoints(Long.MAX_VALUE, CHECKPOINT_INTERVAL)
                            .withEarlyStopping(training.stopping());
            TrainingResult result =
                    new TrainingLoop<>(loop, training, training.batches(), session, methods).run();
            training.write(weights);
            Map<String, Double> measured =
                    withShare(training.measure("test", cells.split().test()));
            measured.put("epochs", (double) result.history().rows().size());
            measured.put("stoppedEarly", result.stoppedEarly() ? 1.0 : 0.0);
            figures.put(method.key(), measured);
            losses.put(method.key(), result.history().rows());
            try (CorrectionModel model = training.model()) {
                use(model);
            }
            assessments.judge(method, training, methods, embeddings.get(method));
        } catch (IllegalArgumentException e) {
            // a schedule that does not fit the number of steps, for instance
            throw new TrainingFailedException(e.getMessage());
        }
    }

    /** Everything that is asked of a model while it is loaded. */
    private void use(CorrectionModel model) throws IOException, TrainingStoppedException {
        encode(model);
        stopIfRequested();
        if (model instanceof CounterfactualModel counterfactual) {
            judge(counterfactual);
        }
        if (model instanceof OffsetModel) {
            ModelWeights.addEffects(
                    GeneEffectsFit.of(
                            model, cells.forModels(), cells.split().train(), cells.batchCount()),
                    weights);
        }
    }

    private void judge(CounterfactualModel model) throws TrainingStoppedException {
        if (validityCheck.isEmpty()) {
            validityCheck =
                    Optional.of(
                            new ValidityCheck(
                                    cells.scaled(),
                                    cells.batches(),
                                    cells.labels(),
                                    cells.split().test(),
                                    context.seed()));
        }
        validityCheck
                .get()
                .judge(model)
                .ifPresent(judged -> validity.put(model.method().key(), judged));
        stopIfRequested();
    }

    private void encode(CorrectionModel model) throws IOException {
        EmbeddingFile embedding = EmbeddingFile.create(context.scratch(), model.dimensions());
        embeddings.put(model.method(), embedding);
        for (int from = 0; from < cells.size(); from += BLOCK) {
            int[] block = IntStream.range(from, Math.min(cells.size(), from + BLOCK)).toArray();
            embedding.append(model.encode(cells.forModels().select(block)));
        }
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
                        settings.recipe().isEmpty()
                                ? Optional.empty()
                                : Optional.of(settings.recipe().json()),
                        cells.batchNames(),
                        cells.labelNames(),
                        cells.size(),
                        figures,
                        assessments.byMethod(),
                        cells.lookupCeiling(),
                        settings.concatenations().stream().map(Concatenation::key).toList(),
                        validity,
                        Optional.of(cells.design()),
                        cells.warnings());
        ModelWeights.addBatchMeans(means, weights);
        ModelFolder.writeSettings(
                context.output(), SettingsAsRun.of(settings, cells.split().train().length));
        TrainingCells.write(context.output(), cells.names(), cells.index(), embeddings, layouts);
        Set<String> indexed = new HashSet<>(Set.of(settings.batchKey()));
        settings.labelKey().ifPresent(indexed::add);
        TargetColumns.of(cells.targets(), indexed).write(context.output());
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
