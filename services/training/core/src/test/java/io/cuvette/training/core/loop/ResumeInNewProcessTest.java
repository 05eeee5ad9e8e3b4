package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.testing.CountTable;
import io.cuvette.training.core.testing.JavaProcess;
import io.cuvette.training.core.testing.TestTrainingMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a training process and resumes it in a new one. */
class ResumeInNewProcessTest {
    private static final long SEED = 20_241;

    @TempDir Path root;

    private static ObjectNode settings() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("epochs", 6)
                .put("checkpointSteps", 5)
                .put("dropout", 0.3)
                .put("fault", "halt");
    }

    @Test
    void killedRunEndsWithTheWeightsOfAnUninterruptedOne() throws Exception {
        // 60 cells in batches of 16: 4 steps an epoch, 24 in all; killed within the fourth epoch
        Path straight = folder("straight");
        assertThat(train(straight, settings())).isZero();
        String expected = weights(straight);

        Path killed = folder("killed");
        ObjectNode faulty = settings().put("faultStep", 13);
        assertThat(train(killed, faulty)).isEqualTo(137);
        assertThat(killed.resolve("output/model.json")).doesNotExist();
        assertThat(checkpoints(killed)).hasSize(2);
        copy(killed.resolve("checkpoints"), folder("naive").resolve("checkpoints"));
        assertThat(train(killed, faulty)).isZero();
        JsonNode card = card(killed);
        assertThat(card.path("steps").asLong()).isEqualTo(24);
        assertThat(card.path("parameterSha256").asText()).isEqualTo(expected);
        assertThat(card.path("history")).isEqualTo(card(straight).path("history"));
        assertThat(Files.readAllBytes(killed.resolve("output/model.safetensors")))
                .isEqualTo(Files.readAllBytes(straight.resolve("output/model.safetensors")));

        Path naive = root.resolve("naive");
        assertThat(train(naive, faulty, "weights-only")).isZero();
        assertThat(weights(naive)).isNotEqualTo(expected);
    }

    private Path folder(String name) throws IOException {
        Path folder = Files.createDirectories(root.resolve(name));
        CountTable.write(folder.resolve("data.csv"), 60, 30, 3);
        return folder;
    }

    private static int train(Path folder, ObjectNode settings, String... more)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(folder.toString(), Long.toString(SEED), settings.toString()));
        arguments.addAll(List.of(more));
        return JavaProcess.run(TestTrainingMain.class, folder.resolve("log.txt"), 60, arguments);
    }

    private static JsonNode card(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("output/model.json").toFile());
    }

    private static String weights(Path folder) throws IOException {
        return card(folder).path("parameterSha256").asText();
    }

    private static List<Path> checkpoints(Path folder) throws IOException {
        try (var files = Files.list(folder.resolve("checkpoints"))) {
            return files.toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
