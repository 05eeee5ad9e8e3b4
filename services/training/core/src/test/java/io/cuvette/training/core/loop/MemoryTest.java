package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.loop.Regression.Line;
import io.cuvette.training.core.testing.CountTable;
import io.cuvette.training.core.testing.ResidentMemory;
import io.cuvette.training.core.testing.TestAutoencoderProgram;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nothing accumulates over long runs: neither tensors of the engine nor memory outside the heap.
 * {@code RecipeMemoryIT} has many methods at once.
 */
class MemoryTest {
    @TempDir Path folder;

    @Test
    void tensorsAndMemoryStayFlatOverFiveHundredEpochs() throws Exception {
        ResidentMemory.assumeKnown();
        List<Integer> counts = new ArrayList<>();
        List<Long> resident = new ArrayList<>();
        try (Line line = Line.of(1);
                TrainingSession session =
                        new TrainingSession(new TestContext(folder, 1), "digest")) {
            line.validation =
                    () -> {
                        counts.add(line.tensors.count());
                        resident.add(ResidentMemory.bytes());
                        return java.util.Map.of();
                    };
            LoopSettings settings =
                    LoopSettings.of("a", 500).withCheckpoints(100, Duration.ofHours(1));
            new TrainingLoop<>(settings, line, line, session).run();
        }
        assertThat(counts).hasSize(500);
        assertThat(counts.get(499)).isEqualTo(counts.get(0));
        // one leaked activation of a step would be 2500 of them; the heap itself may still grow
        assertThat(resident.get(499) - resident.get(100)).isLessThan(48L << 20);
    }

    @Test
    void sparseBatchesAndDropoutStayFlatToo() throws Exception {
        ResidentMemory.assumeKnown();
        CountTable.write(folder.resolve("data.csv"), 64, 400, 1);
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("epochs", 500)
                        .put("hiddenUnits", 64)
                        .put("checkpointSteps", 1000);
        List<Long> resident = new ArrayList<>();
        TestContext context =
                new TestContext(folder, 1, settings)
                        .stoppingWhen(
                                () -> {
                                    resident.add(ResidentMemory.bytes());
                                    return false;
                                });
        new TestAutoencoderProgram().run(context);
        // 2000 steps of about 1 MB of activations and gradients each
        assertThat(resident).hasSize(2000);
        assertThat(resident.get(1999) - resident.get(400)).isLessThan(64L << 20);
    }
}
