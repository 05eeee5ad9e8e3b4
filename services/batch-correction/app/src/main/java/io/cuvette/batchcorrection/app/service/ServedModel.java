package io.cuvette.batchcorrection.app.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.app.inference.CellInferenceModel;
import io.cuvette.batchcorrection.artifact.Classifications;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.TargetColumns;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.service.error.ProblemException;
import io.cuvette.training.core.metric.MetricHistory;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model version with everything that its operations need: in memory, but for the embeddings of
 * its cells.
 *
 * @param trained card and corrections
 * @param cells it was trained and scored on
 * @param targets further columns of these cells
 * @param evaluation its scores
 * @param losses of every epoch by method; none for a version that came without them
 * @param intervals of the scores over further draws, where the job asked for them
 * @param classifications what forests predict from its embeddings
 * @param settings that the job ran with; empty for a version of an earlier release
 * @param inference the same corrections over the inference protocol; one object as long as the
 *     version is loaded, since only requests to one object share a batch
 * @param documentBytes size of the files that card, scores and classifications were read from
 * @param room what its open files stand for
 */
public record ServedModel(
        TrainedModel trained,
        TrainingCells cells,
        TargetColumns targets,
        Evaluation evaluation,
        Map<String, List<MetricHistory.Row>> losses,
        Optional<RepeatedEvaluation> intervals,
        Classifications classifications,
        Optional<ObjectNode> settings,
        CellInferenceModel inference,
        long documentBytes,
        Closeable room)
        implements AutoCloseable {

    /** Of one epoch's losses in memory: a map of about six names and boxed numbers. */
    private static final long EPOCH_BYTES = 600;

    /**
     * Of a document in memory for each of its bytes: a number of a table has three digits and a
     * comma, and is an object of 16 bytes with a reference to it.
     */
    private static final long DOCUMENT_EXPANSION = 8;

    /** Card, scores, settings and classifications; with many batches and labels some megabytes. */
    private static final List<String> DOCUMENTS =
            List.of(
                    ModelCard.FILE,
                    ModelFolder.EVALUATION,
                    ModelFolder.INTERVALS,
                    ModelFolder.SETTINGS,
                    TargetColumns.VALUES,
                    Classifications.FILE);

    /** Artifacts that serving reads. */
    static final List<String> FILES =
            List.of(
                    ModelCard.FILE,
                    TrainedModel.WEIGHTS,
                    TrainingCells.NAMES,
                    TrainingCells.EMBEDDINGS,
                    TargetColumns.VALUES,
                    TargetColumns.CODES,
                    ModelFolder.EVALUATION,
                    ModelFolder.LOSSES,
                    ModelFolder.INTERVALS,
                    ModelFolder.SETTINGS,
                    Classifications.FILE);

    /** Of a text in memory for each of its bytes, and of weights, of which some are doubles. */
    private static final int EXPANSION = 2;

    /** Codes of a cell; its name takes at least {@value #NAME_BYTES} bytes of the file of names. */
    private static final int CODE_BYTES = 4 * Integer.BYTES;

    /** Quotes, comma and five letters: with fewer there are few cells. */
    private static final int NAME_BYTES = 8;

    /**
     * Bytes that an artifact will take in memory.
     *
     * @param path one of {@link #FILES}
     * @param sizeBytes of the file
     */
    static long expectedBytes(String path, long sizeBytes) {
        if (path.equals(TrainingCells.EMBEDDINGS)) {
            // stays on disk but for the codes, which come with the names
            return 0;
        }
        if (path.equals(TrainingCells.NAMES)) {
            return (EXPANSION + CODE_BYTES / NAME_BYTES) * sizeBytes;
        }
        return (DOCUMENTS.contains(path) ? DOCUMENT_EXPANSION : EXPANSION) * sizeBytes;
    }

    static ServedModel load(Path folder) throws IOException {
        return load(folder, () -> {});
    }

    /**
     * Reads the files of a version. The folder may be deleted afterwards: what is still read is
     * open.
     *
     * @param room what the open files stand for, closed with the model
     */
    static ServedModel load(Path folder, Closeable room) throws IOException {
        TrainedModel trained = TrainedModel.load(folder);
        try {
            return load(folder, trained, TrainingCells.read(folder), room);
        } catch (IOException | RuntimeException | Error e) {
            trained.close();
            throw e;
        }
    }

    private static ServedModel load(
            Path folder, TrainedModel trained, TrainingCells cells, Closeable room)
            throws IOException {
        try {
            return new ServedModel(
                    trained,
                    cells,
                    TargetColumns.read(folder, cells.index().size()),
                    ModelFolder.readEvaluation(folder),
                    ModelFolder.readLosses(folder),
                    ModelFolder.readIntervals(folder),
                    Classifications.read(folder),
                    ModelFolder.readSettings(folder),
                    new CellInferenceModel(trained),
                    documentBytes(folder),
                    room);
        } catch (IOException | RuntimeException | Error e) {
            cells.close();
            throw e;
        }
    }

    private static long documentBytes(Path folder) throws IOException {
        long bytes = 0;
        for (String file : DOCUMENTS) {
            Path document = folder.resolve(file);
            bytes += Files.exists(document) ? Files.size(document) : 0;
        }
        return bytes;
    }

    ModelCard card() {
        return trained.card();
    }

    /** The trained correction, or a problem that names those the model has. */
    CorrectionModel correction(Method method) {
        return trained.find(method)
                .orElseThrow(
                        () ->
                                ProblemException.invalidField(
                                        "method",
                                        "UNKNOWN_METHOD",
                                        "the model has no %s; it has %s"
                                                .formatted(
                                                        method.key(),
                                                        String.join(", ", card().methods()))));
    }

    /** Bytes of memory held, for the bound of the cache. */
    long sizeBytes() {
        long epochs = losses.values().stream().mapToLong(List::size).sum();
        return trained.sizeBytes()
                + cells.sizeBytes()
                + targets.sizeBytes()
                + EPOCH_BYTES * epochs
                + DOCUMENT_EXPANSION * documentBytes;
    }

    @Override
    public void close() throws IOException {
        // each is closed whatever becomes of the others
        try (room;
                cells) {
            trained.close();
        }
    }
}
