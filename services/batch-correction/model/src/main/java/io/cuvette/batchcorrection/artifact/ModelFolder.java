package io.cuvette.batchcorrection.artifact;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.training.core.metric.MetricHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a model version. */
public final class ModelFolder {

    public static final String EVALUATION = "evaluation.json";
    public static final String LOSSES = "losses.json";

    /** Only of jobs that asked for draws. */
    public static final String INTERVALS = "intervals.json";

    /** The job's settings, what it left to the defaults written out. */
    public static final String SETTINGS = "settings.json";

    private ModelFolder() {}

    /** Writes the settings that the job ran with. */
    public static void writeSettings(Path folder, ObjectNode settings) throws IOException {
        Json.write(folder.resolve(SETTINGS), settings);
    }

    /** Empty for a version of an earlier release. */
    public static Optional<ObjectNode> readSettings(Path folder) throws IOException {
        Path file = folder.resolve(SETTINGS);
        return Files.exists(file)
                ? Optional.of(Json.read(file, ObjectNode.class))
                : Optional.empty();
    }

    /**
     * Writes what {@link TrainingCells#write} does not; the card, by which a model is known, last.
     */
    public static void write(
            Path folder,
            ModelCard card,
            SafetensorsWriter weights,
            Evaluation evaluation,
            Map<String, List<MetricHistory.Row>> losses)
            throws IOException {
        weights.writeTo(folder.resolve(TrainedModel.WEIGHTS));
        Json.write(folder.resolve(EVALUATION), evaluation);
        Json.write(folder.resolve(LOSSES), losses);
        Json.write(folder.resolve(ModelCard.FILE), card);
    }

    /** Writes nothing where there are none. */
    public static void writeIntervals(Path folder, Optional<RepeatedEvaluation> intervals)
            throws IOException {
        if (intervals.isPresent()) {
            Json.write(folder.resolve(INTERVALS), intervals.get());
        }
    }

    /** Empty for a version that was scored on one draw alone. */
    public static Optional<RepeatedEvaluation> readIntervals(Path folder) throws IOException {
        Path file = folder.resolve(INTERVALS);
        return Files.exists(file)
                ? Optional.of(Json.read(file, RepeatedEvaluation.class))
                : Optional.empty();
    }

    public static Evaluation readEvaluation(Path folder) throws IOException {
        return Json.read(folder.resolve(EVALUATION), Evaluation.class);
    }

    /** Losses of every epoch by method; empty for a version that came without them. */
    public static Map<String, List<MetricHistory.Row>> readLosses(Path folder) throws IOException {
        Path file = folder.resolve(LOSSES);
        return Files.exists(file)
                ? Json.read(file, new TypeReference<Map<String, List<MetricHistory.Row>>>() {})
                : Map.of();
    }
}
