package io.cuvette.batchcorrection.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.classify.Validation;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.Metric;
import io.cuvette.batchcorrection.metric.Reference;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Card, scores, intervals and classifications on disk. */
class EvaluationCardTest {

    @TempDir Path folder;

    private static final Evaluation TABLE =
            new Evaluation(
                    60,
                    60,
                    0,
                    4,
                    "pca",
                    List.of(new Evaluation.Row("pca", Map.of(Metric.ILISI, 0.25))),
                    Map.of(Reference.BATCH_CHANCE, 0.5));

    private static DesignAudit design() {
        List<String> names = IntStream.range(0, 60).mapToObj(i -> "c" + i).toList();
        String[] batches = IntStream.range(0, 60).mapToObj(i -> "b" + i % 2).toArray(String[]::new);
        Frame obs = Frame.of(names).with("batch", new Column.Strings(batches, new BitSet()));
        return DesignCheck.ofAnnotations(obs, "batch", Optional.empty(), List.of("batch"))
                .audit()
                .orElseThrow();
    }

    private static EvaluationCard card() {
        return new EvaluationCard(
                "batch-correction-evaluation",
                "1",
                4,
                "batch",
                Optional.empty(),
                List.of("X_scvi"),
                "pca",
                60,
                design(),
                List.of());
    }

    private static final Classifications REASONS =
            new Classifications(
                    List.of(
                            new Classifications.Entry(
                                    "tissue",
                                    "obsm/X_scvi",
                                    Validation.LEAVE_BATCH_OUT,
                                    Optional.empty(),
                                    Optional.of("it needs the batch"))));

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RepeatedEvaluation intervals = RepeatedEvaluation.of(List.of(TABLE, TABLE), 9);

        card().write(folder, TABLE, Optional.of(intervals), REASONS);

        assertThat(EvaluationCard.read(folder)).isEqualTo(card());
        assertThat(ModelFolder.readEvaluation(folder)).isEqualTo(TABLE);
        assertThat(ModelFolder.readIntervals(folder)).contains(intervals);
        assertThat(Classifications.read(folder)).isEqualTo(REASONS);
    }

    @Test
    void versionsOfEarlierReleasesHaveNeitherIntervalsNorClassifications() throws IOException {
        card().write(folder, TABLE, Optional.empty(), REASONS);
        Files.delete(folder.resolve("classification.json"));

        assertThat(ModelFolder.readIntervals(folder)).isEmpty();
        assertThat(Classifications.read(folder).entries()).isEmpty();
    }

    @Test
    void fieldsOfLaterReleasesAreLeftOut() throws IOException {
        card().write(folder, TABLE, Optional.empty(), REASONS);
        Path file = folder.resolve("model.json");
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": [1, 2],"));

        assertThat(EvaluationCard.read(folder)).isEqualTo(card());
    }

    @Test
    void damagedIntervalsAreNotTakenForNone() throws IOException {
        Files.writeString(folder.resolve("intervals.json"), "{\"draws\": ");

        assertThatThrownBy(() -> ModelFolder.readIntervals(folder)).isInstanceOf(IOException.class);
    }
}
