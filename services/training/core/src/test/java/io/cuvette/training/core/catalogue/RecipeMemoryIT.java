package io.cuvette.training.core.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.training.core.catalogue.RecipeMemoryMain.Sample;
import io.cuvette.training.core.testing.JavaProcess;
import io.cuvette.training.core.testing.ResidentMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory is flat over 5,000 steps of many methods at once: neither tensors of the engine nor memory
 * of the process grow. Each in a process of its own, whose heap is resident from the start, so that
 * what grows is a leak outside of it.
 */
class RecipeMemoryIT {
    private static final int STEPS = 5000;

    /** Of 15 steps each. */
    private static final int EPOCHS = 334;

    /**
     * One forgotten activation of 12 rows and {@link RecipeMemoryMain#WIDTH} units a step would be
     * 90 MB after the warm-up; the process itself still grows by 1 to 2 MB of code and metadata.
     */
    private static final long GROWTH_BYTES = 6L << 20;

    @TempDir Path folder;

    private static final String MIXED =
            """
            {"optimizer": {"name": "sam"},
             "schedule": {"name": "warmup-cosine"},
             "rateScaling": {"name": "rate-scaling"},
             "batching": {"name": "adaptive-batch"},
             "norm": [{"name": "ghost-batch-norm", "size": 4, "layers": ["hidden"]}],
             "augment": {"name": "mixup"},
             "averaging": {"name": "ema"}}""";

    private static final String OF_SOURCES =
            """
            {"optimizer": {"name": "muon"},
             "schedule": {"name": "wsd"},
             "loss": {"name": "comp-sum"},
             "norm": [{"name": "power-norm", "layers": ["hidden"]}],
             "sampling": {"name": "loss-reweighting", "burnInSteps": 4},
             "mixing": {"name": "skill-it"},
             "averaging": {"name": "greedy-soup"}}""";

    @BeforeAll
    static void needsToKnowMemory() {
        ResidentMemory.assumeKnown();
    }

    @ParameterizedTest
    @ValueSource(strings = {MIXED, OF_SOURCES})
    void tensorsAndMemoryStayFlat(String training) throws Exception {
        List<Sample> samples = train(training);
        Sample warm = samples.get(samples.size() / 5);
        Sample last = samples.get(samples.size() - 1);
        assertThat(warm.steps()).isLessThan(STEPS / 4);
        assertThat(last.steps()).isGreaterThan(STEPS - 100);
        assertThat(samples).allSatisfy(s -> assertThat(s.tensors()).isEqualTo(warm.tensors()));
        assertThat(last.residentBytes() - warm.residentBytes()).isLessThan(GROWTH_BYTES);
    }

    /** What these tests are worth. */
    @Test
    void oneForgottenTensorAStepWouldBeSeen() throws Exception {
        List<Sample> samples = train("{}", RecipeMemoryMain.FORGETFUL);
        long warmBytes = samples.get(samples.size() / 5).residentBytes();
        long lastBytes = samples.get(samples.size() - 1).residentBytes();
        assertThat(lastBytes - warmBytes).isGreaterThan(10 * GROWTH_BYTES);
    }

    private List<Sample> train(String training, String... more) throws Exception {
        Path written = folder.resolve("samples.json");
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of(folder.toString(), Integer.toString(EPOCHS), training));
        arguments.add(written.toString());
        arguments.addAll(List.of(more));
        int exit =
                JavaProcess.run(
                        List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"),
                        RecipeMemoryMain.class,
                        folder.resolve("log.txt"),
                        300,
                        arguments);
        assertThat(exit).isZero();
        return new ObjectMapper().readValue(written.toFile(), new TypeReference<>() {});
    }
}
