package io.cuvette.training.core.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetFormat;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestAutoencoderProgramTest {
    @TempDir Path folder;

    private final TestAutoencoderProgram program = new TestAutoencoderProgram();

    private static ObjectNode settings() {
        return JsonNodeFactory.instance.objectNode();
    }

    private static DatasetDescription dataset(int cells) {
        return new DatasetDescription(
                DatasetFormat.DELIMITED,
                cells,
                20,
                cells * 20L,
                false,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                List.of());
    }

    private TestContext context(ObjectNode settings) throws IOException {
        CountTable.write(folder.resolve("data.csv"), 40, 20, 1);
        return new TestContext(folder, 5, settings);
    }

    @Test
    void trainsAndWritesAModel() throws Exception {
        TestContext context = context(settings().put("epochs", 30).put("learningRate", 0.01));
        program.run(context);
        try (SafetensorsReader model =
                SafetensorsReader.open(context.output().resolve("model.safetensors"))) {
            assertThat(model.names()).contains("encoder.0.weight", "encoder.norm.runningMean");
            assertThat(model.info("encoder.0.weight").shape()).containsExactly(20L, 16L);
        }
        JsonNode card =
                new ObjectMapper().readTree(context.output().resolve("model.json").toFile());
        JsonNode history = card.path("history");
        assertThat(history).hasSize(30);
        double first = history.get(0).path("metrics").path("autoencoder.mse").asDouble();
        double last = history.get(29).path("metrics").path("autoencoder.mse").asDouble();
        assertThat(last).isLessThan(0.7 * first);
    }

    @Test
    void aCheckpointOfOtherDataIsRefused() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        TestContext stopped = context(settings()).stoppingWhen(() -> steps.incrementAndGet() == 3);
        assertThatThrownBy(() -> program.run(stopped)).isInstanceOf(TrainingStoppedException.class);
        CountTable.write(folder.resolve("data.csv"), 40, 20, 2);

        assertThatThrownBy(() -> program.run(new TestContext(folder, 5, settings())))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("other settings, data or code");
        program.run(context(settings()));
    }

    @Test
    void judgesSettingsBeforeAnythingRuns() {
        JobCheck good = program.check(JobInputs.of(dataset(40)), settings().put("epochs", 3));
        assertThat(good.accepted()).isTrue();
        assertThat(good.estimate().steps()).isEqualTo(9);
        JobCheck bad =
                program.check(
                        JobInputs.of(dataset(2)),
                        settings().put("epochs", -1).put("fault", "fire"));
        assertThat(bad.accepted()).isFalse();
        assertThat(bad.findings())
                .extracting(Finding::field)
                .containsExactlyInAnyOrder("epochs", "fault", "dataset");
    }

    @Test
    void failsOnRequestWithStepAndRows() throws Exception {
        ObjectNode nan = settings().put("fault", "non_finite").put("faultStep", 4);
        TestContext context = context(nan);
        assertThatThrownBy(() -> program.run(context))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("is NaN at step 4 (batch 1 of epoch 1, rows [");
        assertThat(context.output().resolve("model.json")).doesNotExist();
        TestContext failing = context(settings().put("fault", "failure").put("faultStep", 0));
        assertThatThrownBy(() -> program.run(failing))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("A failure was asked for");
    }
}
