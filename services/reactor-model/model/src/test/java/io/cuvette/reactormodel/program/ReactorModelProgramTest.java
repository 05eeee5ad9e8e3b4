package io.cuvette.reactormodel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.program.InputNeed;
import io.cuvette.training.core.program.JobCheck;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingFailedException;
import io.cuvette.training.core.program.TrainingPrograms;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReactorModelProgramTest {
    private static final ReactorModelProgram PROGRAM = new ReactorModelProgram();

    @TempDir Path folder;

    private static ObjectNode settings(String json) {
        try {
            return (ObjectNode) new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private TestContext context(String name, String json) throws IOException {
        return new TestContext(folder.resolve(name), 5, settings(json)).withoutDataset();
    }

    @Test
    void isFoundByItsFamilyAndNeedsNoDataset() {
        var program = TrainingPrograms.load().find("reactor-model").orElseThrow();
        assertThat(program).isInstanceOf(ReactorModelProgram.class);
        assertThat(program.datasetNeed()).isEqualTo(InputNeed.NONE);
        assertThat(program.baseNeed()).isEqualTo(InputNeed.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"network\":\"window\",\"tasks\":3,\"stepsPerTask\":4,\"units\":8}",
                "{\"network\":\"correction\",\"tasks\":3,\"stepsPerTask\":4,\"units\":8,"
                        + "\"windowsPerTask\":40,\"members\":2}",
                "{\"network\":\"correction\",\"tasks\":2,\"stepsPerTask\":4,\"units\":8,"
                        + "\"windowsPerTask\":40,\"experts\":2}",
                "{\"network\":\"window\",\"algorithm\":\"maml\",\"tasks\":3,\"stepsPerTask\":3,"
                        + "\"units\":8,\"activation\":\"tanh\"}"
            })
    void anInterruptedJobPublishesTheSameModelToTheBit(String json) throws Exception {
        PROGRAM.run(context("whole", json));
        AtomicInteger steps = new AtomicInteger();
        assertThatThrownBy(
                        () ->
                                PROGRAM.run(
                                        context("parts", json)
                                                .stoppingWhen(() -> steps.incrementAndGet() == 7)))
                .isInstanceOf(TrainingStoppedException.class);
        PROGRAM.run(context("parts", json));
        for (String file : List.of(PretrainedModel.CARD, PretrainedModel.WEIGHTS)) {
            assertThat(Files.readAllBytes(folder.resolve("parts/output").resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(folder.resolve("whole/output").resolve(file)));
        }
        PretrainedModel model = PretrainedModel.read(folder.resolve("whole/output"));
        int members = json.contains("members") ? 2 : 1;
        assertThat(model.weights().architecture().models()).isEqualTo(members);
        int experts = json.contains("experts") ? 2 : 1;
        assertThat(model.experts()).hasSize(experts);
        assertThat(model.losses())
                .hasSize(members * experts)
                .allSatisfy(l -> assertThat(l).isFinite());
        assertThat(model.seed()).isEqualTo(5);
    }

    @Test
    void membersOfAnEnsembleDiffer() throws Exception {
        PROGRAM.run(
                context(
                        "two",
                        "{\"tasks\":1,\"stepsPerTask\":2,\"units\":8,\"windowsPerTask\":40,\"members\":2}"));
        PretrainedModel model = PretrainedModel.read(folder.resolve("two/output"));
        assertThat(model.weights().model(0).values().get("0.kernel"))
                .isNotEqualTo(model.weights().model(1).values().get("0.kernel"));
    }

    @Test
    void aTrainingThatDivergesFailsForGoodAlsoWhenSamplesAreLookedAtFirst() throws Exception {
        TestContext context =
                context(
                        "diverging",
                        "{\"algorithm\":\"joint\",\"tasks\":6,\"stepsPerTask\":6,\"units\":8,\"windowsPerTask\":64,"
                                + "\"training\":{\"optimizer\":{\"name\":\"sso\",\"innerSteps\":4},"
                                + "\"sampling\":{\"name\":\"loss-reweighting\",\"burnInSteps\":2}}}");

        assertThatThrownBy(() -> PROGRAM.run(context))
                .isInstanceOf(TrainingFailedException.class)
                .hasMessageContaining("the loss of joint on sample 0 is NaN at step");
    }

    @Test
    void theCardTellsTheMethodsThatWereChosenWithAllTheirSettings() throws Exception {
        String small = "{\"tasks\":1,\"stepsPerTask\":2,\"units\":4,\"windowsPerTask\":40%s}";
        PROGRAM.run(context("plain", small.formatted("")));
        PROGRAM.run(
                context(
                        "chosen",
                        small.formatted(
                                ",\"training\":{\"optimizer\":{\"name\":\"sgd\",\"momentum\":0.5}}")));

        assertThat(PretrainedModel.read(folder.resolve("plain/output")).recipe()).isEmpty();
        assertThat(PretrainedModel.read(folder.resolve("chosen/output")).recipe())
                .contains(
                        settings(
                                "{\"optimizer\":{\"name\":\"sgd\",\"momentum\":0.5,\"nesterov\":false,\"weightDecay\":0.0}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"tasks\":0}|tasks",
                "{\"algorithm\":\"sgd\"}|algorithm",
                "{\"network\":\"window\",\"learningRate\":-1}|learningRate",
                "{\"sampler\":\"paper\"}|sampler",
                "{\"measured\":\"outlet\"}|measured",
                "{\"orders\":\"third\"}|orders",
                "{\"network\":\"window\",\"orders\":\"fourth\"}|orders",
                "{\"units\":1e9}|units",
                "{\"network\":\"window\",\"experts\":2}|experts",
                "{\"members\":\"three\"}|members",
                "{\"epochs\":5}|epochs"
            })
    void settingsThatCannotBeAreNamed(String json, String field) {
        JobCheck check = PROGRAM.check(JobInputs.NONE, settings(json));
        assertThat(check.accepted()).isFalse();
        assertThat(check.findings()).extracting(Finding::field).contains(field);
        assertThatThrownBy(() -> PROGRAM.run(context("wrong", json)))
                .isInstanceOf(TrainingFailedException.class);
    }

    @Test
    void defaultsAreAcceptedWithAnEstimate() {
        JobCheck check = PROGRAM.check(JobInputs.NONE, settings("{\"network\":\"window\"}"));
        assertThat(check.accepted()).isTrue();
        assertThat(check.estimate().steps()).isEqualTo(1500L * 195);
        assertThat(check.estimate().seconds()).isBetween(100.0, 600.0);
    }

    @Test
    void largeSettingsAreEstimatedToNeedMuchMemory() {
        JobCheck usual = PROGRAM.check(JobInputs.NONE, settings("{\"network\":\"window\"}"));
        JobCheck large =
                PROGRAM.check(
                        JobInputs.NONE,
                        settings(
                                "{\"network\":\"window\",\"units\":512,\"batchSize\":4096,"
                                        + "\"algorithm\":\"maml\",\"innerSteps\":10}"));
        // of 4,096 x 10 x 1,024 states in single precision each of some tensors is 168 MB
        assertThat(usual.estimate().nativeBytes()).isBetween(256L << 20, 300L << 20);
        assertThat(large.estimate().nativeBytes()).isGreaterThan(10L << 30);
        JobCheck many = PROGRAM.check(JobInputs.NONE, settings("{\"windowsPerTask\":10000}"));
        assertThat(many.estimate().heapBytes()).isGreaterThan(400L << 20);
    }

    @Test
    void reactionsOfOtherOrdersAreTrainedOn() throws Exception {
        String json = "{\"network\":\"window\",\"tasks\":1,\"stepsPerTask\":1,\"units\":4";
        PROGRAM.run(context("third", json + ",\"orders\":\"third\"}"));
        PROGRAM.run(context("nominal", json + "}"));
        PretrainedModel third = PretrainedModel.read(folder.resolve("third/output"));
        PretrainedModel nominal = PretrainedModel.read(folder.resolve("nominal/output"));
        assertThat(third.orders()).isEqualTo(OrdersKind.THIRD);
        assertThat(third.losses()).isNotEqualTo(nominal.losses());
    }

    @Test
    void damagedModelsAreRefused() throws Exception {
        PROGRAM.run(
                context(
                        "one",
                        "{\"network\":\"window\",\"tasks\":1,\"stepsPerTask\":1,\"units\":4}"));
        Path output = folder.resolve("one/output");
        Path card = output.resolve(PretrainedModel.CARD);
        String text = Files.readString(card);
        Files.writeString(card, text.replace("\"units\" : [ 4, 4 ]", "\"units\" : [ 5, 5 ]"));
        assertThatThrownBy(() -> PretrainedModel.read(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0.kernel");
        Files.writeString(card, text.replace("\"format\" : 1", "\"format\" : 9"));
        assertThatThrownBy(() -> PretrainedModel.read(output))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("format 9");
        Files.writeString(card, "{}");
        assertThatThrownBy(() -> PretrainedModel.read(output)).isInstanceOf(IOException.class);
    }
}
