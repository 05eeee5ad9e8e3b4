package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.EvaluationCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.plot.ScoreTable;
import io.cuvette.batchcorrection.plot.ScoreTables;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.service.modellibrary.OfModel;
import io.cuvette.service.modellibrary.VersionDirectory;
import io.cuvette.service.training.ModelVersion;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Evaluations of embeddings that came with a dataset. */
@ApplicationScoped
public class Evaluations {

    private final VersionDirectory directory;
    private final ScoreFiles files;

    Evaluations(VersionDirectory directory, ScoreFiles files) {
        this.directory = directory;
        this.files = files;
    }

    /**
     * An evaluation in full.
     *
     * @param classification one for each target, embedding and validation
     */
    public record EvaluationReport(
            ModelRef model,
            EvaluationCard card,
            EvaluationView scores,
            List<Classifications.Entry> classification) {}

    public EvaluationReport report(String name, String version) {
        ModelVersion found = directory.find(ModelKinds.EVALUATION, name, version);
        return files.read(
                found,
                folder ->
                        new EvaluationReport(
                                ModelRef.of(found),
                                EvaluationCard.read(folder),
                                EvaluationView.of(
                                        ModelFolder.readEvaluation(folder),
                                        ModelFolder.readIntervals(folder)),
                                Classifications.read(folder).entries()));
    }

    /** The results table of scIB, as numbers or to be drawn. */
    public OfModel<ScoreTable> scibTable(String name, String version) {
        ModelVersion found = directory.find(ModelKinds.EVALUATION, name, version);
        return files.read(
                found,
                folder ->
                        new OfModel<>(
                                ModelRef.of(found),
                                ScoreTables.of(
                                        "%s, version %d".formatted(found.name(), found.version()),
                                        ModelFolder.readEvaluation(folder),
                                        ModelFolder.readIntervals(folder),
                                        Evaluations::title)));
    }

    private static String title(String row) {
        return Method.ofKey(row).map(Method::title).orElse(row);
    }
}
