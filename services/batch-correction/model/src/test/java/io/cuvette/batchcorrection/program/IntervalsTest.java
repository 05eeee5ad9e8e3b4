package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.metric.Evaluation;
import io.cuvette.batchcorrection.metric.RepeatedEvaluation;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Intervals beside the table of a training job. */
class IntervalsTest {

    @TempDir Path folder;

    private Path train(String name, ObjectNode settings) throws Exception {
        Path dataset = SimulatedCounts.write(folder.resolve(name + ".h5ad"), 120, 60, 2, 2, 4);
        TestContext context =
                new TestContext(dataset, folder.resolve(name), settings, 5, () -> false);
        new BatchCorrectionProgram().run(context);
        return context.output();
    }

    private static ObjectNode settings() {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 40)
                        .put("components", 6)
                        .put("classifierCells", 0);
        settings.putArray("methods").add("pca").add("harmony");
        return settings;
    }

    @Test
    void aTrainingJobHasNoneUnlessItAsks() throws Exception {
        assertThat(ModelFolder.readIntervals(train("plain", settings()))).isEmpty();
    }

    @Test
    void everyMethodIsScoredOnEveryDraw() throws Exception {
        Path plain = train("without", settings());
        Path output = train("with", settings().put("draws", 2));

        RepeatedEvaluation intervals = ModelFolder.readIntervals(output).orElseThrow();
        assertThat(intervals.draws()).isEqualTo(2);
        assertThat(intervals.cells()).isEqualTo(120);
        assertThat(intervals.scoredCells()).isEqualTo(96);
        assertThat(intervals.rows().stream().map(RepeatedEvaluation.Row::method))
                .containsExactly("pca", "harmony");
        // the single table is what it is without them
        Evaluation table = ModelFolder.readEvaluation(output);
        assertThat(table).isEqualTo(ModelFolder.readEvaluation(plain));
        assertThat(table.scoredCells()).isEqualTo(120);
    }
}
