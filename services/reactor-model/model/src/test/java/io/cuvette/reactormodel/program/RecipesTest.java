package io.cuvette.reactormodel.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingStoppedException;
import io.cuvette.training.core.testing.TestContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meta-training jobs that name methods of the catalogue. */
class RecipesTest {
    private static final ReactorModelProgram PROGRAM = new ReactorModelProgram();
    private static final String SMALL =
            "\"tasks\": 4, \"stepsPerTask\": 4, \"units\": 8, \"windowsPerTask\": 40";

    @TempDir Path folder;

    private static ObjectNode settings(String more, String training) throws Exception {
        String json = "{%s%s, \"training\": %s}".formatted(SMALL, more, training);
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    private byte[] train(String name, ObjectNode settings, int... stops) throws Exception {
        for (int stop : stops) {
            AtomicInteger steps = new AtomicInteger();
            assertThatThrownBy(
                            () ->
                                    PROGRAM.run(
                                            context(name, settings)
                                                    .stoppingWhen(
                                                            () -> steps.incrementAndGet() == stop)))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        PROGRAM.run(context(name, settings));
        return Files.readAllBytes(
                folder.resolve(name).resolve("output").resolve(PretrainedModel.WEIGHTS));
    }

    private TestContext context(String name, ObjectNode settings) throws Exception {
        return new TestContext(folder.resolve(name), 5, settings).withoutDataset();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                " | {'optimizer': {'name': 'lamb'}, 'schedule': {'name': 'warmup-cosine'}}",
                " | {'optimizer': {'name': 'sam', 'base': 'adamw'}, 'averaging': {'name': 'ema'}}",
                ", 'learningRate': 1e-7 | {'optimizer': {'name': 'sso'}, 'sampling': {'name': 'loss-reweighting', 'burnInSteps': 2}}",
                " | {'optimizer': {'name': 'muon'}, 'batching': {'name': 'adaptive-batch'}}",
                " | {'sampling': {'name': 'uds'}, 'schedule': {'name': 'wsd'}}",
                " | {'optimizer': {'name': 'frugal'}, 'batching': {'name': 'hard-minibatch'}}",
                ", 'network': 'window', 'algorithm': 'maml' | {'optimizer': {'name': 'adagrad-norm'}, 'averaging': {'name': 'soup'}}"
            })
    void aJobWithChosenMethodsResumesToTheBit(String more, String training) throws Exception {
        ObjectNode settings = settings(more == null ? "" : more, training);
        assertThat(PROGRAM.check(JobInputs.NONE, settings).findings()).isEmpty();

        byte[] straight = train("straight", settings);

        assertThat(train("resumed", settings, 3, 2)).isEqualTo(straight);
        assertThat(train("plain", settings(more == null ? "" : more, "{}"))).isNotEqualTo(straight);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ", 'network': 'window', 'algorithm': 'maml'"})
    void whatIsAskedOfATrainedNetworkIsAnsweredInItsCardAndChangesNoWeight(String more)
            throws Exception {
        ObjectNode asking =
                settings(
                        more,
                        "{'uncertainty': [{'name': 'conformal'}, {'name': 'batch-predictive'}],"
                                + " 'diagnostics': [{'name': 'noise-scale', 'every': 2},"
                                + " {'name': 'rankme'}, {'name': 'alpha-req', 'first': 1}]}");
        assertThat(PROGRAM.check(JobInputs.NONE, asking).findings()).isEmpty();

        byte[] straight = train("straight", asking);

        assertThat(train("plain", settings(more, "{}"))).isEqualTo(straight);
        assertThat(train("resumed", asking, 3, 2)).isEqualTo(straight);
        PretrainedModel model = PretrainedModel.read(folder.resolve("straight").resolve("output"));
        List<Assessment> all = model.assessments().get("expert-0-member-0");
        assertThat(all)
                .isEqualTo(
                        PretrainedModel.read(folder.resolve("resumed").resolve("output"))
                                .assessments()
                                .get("expert-0-member-0"));
        assertThat(all)
                .allSatisfy(each -> assertThat(each.missing()).isEmpty())
                .extracting(each -> each.method() + " of " + each.of())
                .containsExactly(
                        "noise-scale of gradients",
                        "conformal of temperature",
                        "batch-predictive of temperature",
                        "conformal of concentration",
                        "batch-predictive of concentration",
                        "rankme of representation",
                        "alpha-req of representation");
        // of reactors that calibration has not seen: how far from 0.9 is what it is to say
        assertThat(all.get(1).figures().get("coverage")).isBetween(0.2, 1.0);
        assertThat(all.get(0).figures().get("observations")).isEqualTo(8);
        assertThat(model.recipe().orElseThrow().path("uncertainty")).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'optimizer': {'name': 'sgd', 'momentum': 2}} | training.optimizer.momentum | 0.0 to 0.9999",
                "{'loss': {'name': 'dice'}} | training.loss.name | needs samples with class labels",
                "{'norm': [{'name': 'layer-norm'}]} | training.norm[0].name | needs hidden layers",
                "{'mixing': {'name': 'aioli'}} | training.mixing.name | needs samples from several sources",
                "{'averaging': {'name': 'greedy-soup'}} | training.averaging.name | needs a loss on held-out",
                "{'schedule': {'name': 'autolrs'}} | training.schedule | autolrs gives a trial",
                "{'uncertainty': [{'name': 'calibration'}]} | training.uncertainty[0].name | needs samples with class labels",
                "{'diagnostics': [{'name': 'noise-scale', 'every': 0}]} | training.diagnostics[0].every | 1 to 100000",
                "{'sampling': {'name': 'uds', 'outputRows': 7}} | training.sampling | do not make 7 rows",
                "{'dropout': {'name': 'x'}} | training.dropout | There is no such setting"
            })
    void whatDoesNotFitIsSaidBeforeTheJobStarts(String training, String field, String message)
            throws Exception {
        var check = PROGRAM.check(JobInputs.NONE, settings("", training));

        assertThat(check.accepted()).isFalse();
        assertThat(check.findings())
                .anySatisfy(
                        finding -> {
                            assertThat(finding.field()).isEqualTo(field);
                            assertThat(finding.message()).contains(message);
                        });
    }

    @Test
    void moreWindowsThanABatchMayHaveAreNotLookedAt() throws Exception {
        var check =
                PROGRAM.check(
                        JobInputs.NONE,
                        settings(
                                ", 'batchSize': 64",
                                "{'sampling': {'name': 'uds', 'candidates': 100}}"));

        assertThat(check.findings())
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.field()).isEqualTo("training.sampling.candidates");
                            assertThat(finding.message()).contains("6400 windows");
                        });
    }
}
