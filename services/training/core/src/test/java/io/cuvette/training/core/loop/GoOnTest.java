package io.cuvette.training.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.CountTable;
import io.cuvette.training.core.testing.TestAutoencoderProgram;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that goes on from the state of another. */
class GoOnTest {
    private static final long SEED = 5;

    @TempDir Path folder;

    private final TestAutoencoderProgram program = new TestAutoencoderProgram();

    private static ObjectNode epochs(int epochs) {
        return JsonNodeFactory.instance.objectNode().put("epochs", epochs);
    }

    private TestContext job(String name, ObjectNode settings) throws IOException {
        Path job = Files.createDirectories(folder.resolve(name));
        CountTable.write(job.resolve("data.csv"), 40, 20, 1);
        return new TestContext(job, SEED, settings);
    }

    private String trained(TestContext context) throws Exception {
        program.run(context);
        return new ObjectMapper()
                .readTree(context.output().resolve("model.json").toFile())
                .path("parameterSha256")
                .asText();
    }

    private Path stateAfter(int epochs) throws Exception {
        TestContext first = job("first" + epochs, epochs(epochs)).keepingState();
        program.run(first);
        return first.checkpoints().newest().orElseThrow();
    }

    @Test
    void withTheSameSettingsItEndsWithTheBitsOfOneRun() throws Exception {
        String straight = trained(job("straight", epochs(6)));

        String twoThenSix = trained(job("second", epochs(6)).goingOnFrom(stateAfter(2)));

        assertThat(twoThenSix).isEqualTo(straight);
    }

    @Test
    void threeJobsOneAfterTheOtherEndWithTheBitsOfOneRun() throws Exception {
        String straight = trained(job("straight", epochs(6)));
        TestContext second = job("second", epochs(4)).goingOnFrom(stateAfter(2)).keepingState();
        program.run(second);

        Path state = second.checkpoints().newest().orElseThrow();

        assertThat(trained(job("third", epochs(6)).goingOnFrom(state))).isEqualTo(straight);
    }

    @Test
    void interruptedItEndsWithTheBitsOfAnUninterruptedOne() throws Exception {
        ObjectNode settings = epochs(6).put("learningRate", 0.01);
        Path state = stateAfter(2);
        String straight = trained(job("straight", settings).goingOnFrom(state));
        AtomicInteger steps = new AtomicInteger();
        TestContext stopped =
                job("stopped", settings)
                        .goingOnFrom(state)
                        .stoppingWhen(() -> steps.incrementAndGet() == 5);
        assertThatThrownBy(() -> program.run(stopped)).isInstanceOf(TrainingStoppedException.class);

        String resumed = trained(job("stopped", settings).goingOnFrom(state));

        assertThat(resumed).isEqualTo(straight);
    }

    @Test
    void otherSettingsLeadElsewhereFromTheSameState() throws Exception {
        Path state = stateAfter(2);

        String one = trained(job("one", epochs(4)).goingOnFrom(state));
        String other =
                trained(job("other", epochs(4).put("learningRate", 0.01)).goingOnFrom(state));

        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void aStateWithoutOptimizersGivesItsWeightsAlone() throws Exception {
        TestContext first = job("weights", epochs(2));
        program.run(first);
        Path weights = first.checkpoints().newest().orElseThrow();

        String fromWeights = trained(job("second", epochs(4)).goingOnFrom(weights));

        assertThat(fromWeights)
                .isNotEqualTo(trained(job("third", epochs(4)).goingOnFrom(stateAfter(2))))
                .isNotEqualTo(trained(job("fresh", epochs(4))));
    }

    @Test
    void aCheckpointOfItsOwnIsOfItsStartToo() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        TestContext stopped =
                job("stopped", epochs(4))
                        .goingOnFrom(stateAfter(2))
                        .stoppingWhen(() -> steps.incrementAndGet() == 3);
        assertThatThrownBy(() -> program.run(stopped)).isInstanceOf(TrainingStoppedException.class);

        assertThatThrownBy(() -> program.run(job("stopped", epochs(4)).goingOnFrom(stateAfter(3))))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("other settings, data or code");
    }

    @Test
    void aRunCutOffBehindItsLastEpochTellsItsMetricsAgain() throws Exception {
        TestContext first = job("first", epochs(3));
        program.run(first);

        TestContext again = job("first", epochs(3));
        program.run(again);

        assertThat(again.reports())
                .anySatisfy(
                        report ->
                                assertThat(report.metrics())
                                        .isEqualTo(
                                                first.reports()
                                                        .get(first.reports().size() - 1)
                                                        .metrics())
                                        .containsKey("autoencoder.mse"));
    }

    @Test
    void withNoMoreEpochsThanAreDoneItGivesTheStateBack() throws Exception {
        TestContext first = job("first", epochs(3)).keepingState();
        String done = trained(first);
        Path state = first.checkpoints().newest().orElseThrow();

        assertThat(trained(job("second", epochs(2)).goingOnFrom(state))).isEqualTo(done);
    }

    @Test
    void aNetworkOfAnotherShapeCannotGoOn() throws Exception {
        TestContext other =
                job("other", epochs(4).put("hiddenUnits", 8)).goingOnFrom(stateAfter(2));

        assertThatThrownBy(() -> program.run(other))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("Vary no setting that changes the network");
    }
}
