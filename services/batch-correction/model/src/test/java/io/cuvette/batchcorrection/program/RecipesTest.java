package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.diagnostics.RankMe;
import io.cuvette.training.core.program.JobInputs;
import io.cuvette.training.core.program.TrainingStoppedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that name methods of the catalogue. */
class RecipesTest {

    @TempDir static Path folder;

    private static Path dataset;
    private static int runs;

    @BeforeAll
    static void data() throws Exception {
        dataset = SimulatedCounts.write(folder.resolve("cells.h5ad"), 240, 120, 3, 3, 17);
    }

    private static ObjectNode settings(String methods, String training) throws Exception {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        for (String method : methods.split("\\+")) {
            settings.withArray("methods").add(method);
        }
        settings.set("training", new ObjectMapper().readTree(training));
        return settings.put("batchKey", "batch")
                .put("labelKey", "label")
                .put("genes", 60)
                .put("hidden1", 32)
                .put("hidden2", 16)
                .put("latent", 8)
                .put("epochs", 6)
                .put("batchSize", 16)
                .put("classifierCells", 0);
    }

    private static Path train(Path work, ObjectNode settings, int... stops) throws Exception {
        for (int stop : stops) {
            AtomicInteger questions = new AtomicInteger();
            var stopping =
                    new TestContext(
                            dataset, work, settings, 5, () -> questions.incrementAndGet() > stop);
            assertThatThrownBy(() -> new BatchCorrectionProgram().run(stopping))
                    .isInstanceOf(TrainingStoppedException.class);
        }
        TestContext last = new TestContext(dataset, work, settings, 5, () -> false);
        new BatchCorrectionProgram().run(last);
        return last.output();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fe+medl_plus | {'optimizer': {'name': 'lamb'}, 'schedule': {'name': 'warmup-cosine'}, 'averaging': {'name': 'ema'}}",
                "fe | {'optimizer': {'name': 'sam'}, 'norm': [{'name': 'layer-norm'}], 'batching': {'name': 'adaptive-batch'}}",
                "fec | {'loss': {'name': 'ldr-adaptive'}, 'augment': {'name': 'mixup'}, 'sampling': {'name': 'concept-aware'}}",
                "fe | {'optimizer': {'name': 'muon'}, 'mixing': {'name': 'flad'}, 'norm': [{'name': 'ghost-batch-norm', 'size': 8, 'layers': ['encoder.0']}]}",
                "ae | {'optimizer': {'name': 'sso'}, 'sampling': {'name': 'uds'}, 'averaging': {'name': 'greedy-soup'}}",
                "medl_plus | {'optimizer': {'name': 'frugal'}, 'mixing': {'name': 'regmix', 'simulations': 500}, 'norm': [{'name': 'bcn-ws'}]}",
                "fec | {'embeddingLoss': {'name': 'multi-similarity'}, 'sampling': {'name': 'loss-reweighting', 'burnInSteps': 3}, 'batching': {'name': 'hard-minibatch'}}",
                "fe+medl_plus | {'sampling': {'name': 'coreset', 'candidates': 2}, 'schedule': {'name': 'wsd'}}",
                "re | {'optimizer': {'name': 'agvm'}, 'mixing': {'name': 'skill-it'}, 'rateScaling': {'name': 'rate-scaling'}, 'schedule': {'name': 'power'}}"
            })
    void aJobWithChosenMethodsEndsInAModelThatAnswersAndResumesToTheBit(
            String methods, String training) throws Exception {
        ObjectNode settings = settings(methods, training.replace('\'', '"'));
        var check =
                new BatchCorrectionProgram()
                        .check(
                                JobInputs.of(
                                        DatasetReader.describe(dataset, ReadOptions.in(folder))),
                                settings);
        assertThat(check.findings().stream().filter(Finding::stops)).isEmpty();

        Path straight = train(folder.resolve("run" + runs++), settings);
        Path resumed = train(folder.resolve("run" + runs++), settings, 5, 11);

        assertThat(
                        Files.mismatch(
                                straight.resolve(TrainedModel.WEIGHTS),
                                resumed.resolve(TrainedModel.WEIGHTS)))
                .isEqualTo(-1);
        Path plain = train(folder.resolve("run" + runs++), settings(methods, "{}"));
        assertThat(
                        Files.mismatch(
                                straight.resolve(TrainedModel.WEIGHTS),
                                plain.resolve(TrainedModel.WEIGHTS)))
                .as("the methods do something")
                .isGreaterThanOrEqualTo(0);
        try (TrainedModel model = TrainedModel.load(straight);
                TrainingCells cells = TrainingCells.read(straight)) {
            for (String key : methods.split("\\+")) {
                Method method = Method.ofKey(key).orElseThrow();
                assertThat(model.find(method)).isPresent();
                float[] stored =
                        cells.embedding(method)
                                .orElseThrow()
                                .block(0, cells.index().size())
                                .values();
                assertThat(stored).doesNotContain(Float.NaN);
                Map<String, Double> figures = model.card().training().get(key);
                assertThat(figures.get("test.mse")).isFinite().isPositive();
            }
            assertThat(model.card().recipe()).isPresent();
        }
    }

    @Test
    void whatIsAskedOfATrainedModelIsAnsweredInItsCardAndChangesNoWeight() throws Exception {
        String asked =
                "{'uncertainty': [{'name': 'conformal', 'alpha': 0.2}, {'name': 'calibration'}],"
                        + " 'diagnostics': [{'name': 'noise-scale', 'every': 2}, {'name': 'rankme'},"
                        + " {'name': 'alpha-req', 'first': 2}]}";
        ObjectNode settings = settings("fec", asked.replace('\'', '"'));
        Path straight = train(folder.resolve("run" + runs++), settings);
        Path resumed = train(folder.resolve("run" + runs++), settings, 5, 11);
        Path plain = train(folder.resolve("run" + runs++), settings("fec", "{}"));

        assertThat(
                        Files.mismatch(
                                straight.resolve(TrainedModel.WEIGHTS),
                                plain.resolve(TrainedModel.WEIGHTS)))
                .as("judging a training does not change it")
                .isEqualTo(-1);
        ModelCard card = ModelCard.read(straight);
        assertThat(card.assessments()).isEqualTo(ModelCard.read(resumed).assessments());
        Map<String, Assessment> judged =
                card.assessments().get("fec").stream()
                        .collect(Collectors.toMap(Assessment::method, Function.identity()));
        assertThat(judged)
                .containsOnlyKeys("conformal", "calibration", "noise-scale", "rankme", "alpha-req");
        assertThat(judged.values()).allSatisfy(each -> assertThat(each.missing()).isEmpty());
        assertThat(judged.get("conformal").of()).isEqualTo("label");
        assertThat(judged.get("conformal").figures().get("coverage")).isBetween(0.5, 1.0);
        assertThat(judged.get("noise-scale").figures().get("observations")).isGreaterThan(5);
        assertThat(judged.get("rankme").figures().get("rank"))
                .isCloseTo(rank(straight), within(1e-6));
    }

    /** Effective rank of the embedding of test cells, as the model version holds them. */
    private static double rank(Path version) throws Exception {
        try (TrainingCells cells = TrainingCells.read(version)) {
            int[] parts = cells.index().parts();
            DenseMatrix all = cells.embedding(Method.FEC).orElseThrow().block(0, parts.length);
            double[][] rows =
                    IntStream.range(0, parts.length)
                            .filter(cell -> parts[cell] == 2)
                            .mapToObj(
                                    cell ->
                                            IntStream.range(0, 8)
                                                    .mapToDouble(d -> all.get(cell, d))
                                                    .toArray())
                            .toArray(double[][]::new);
            return new RankMe(RankMe.Settings.DEFAULT).rank(rows);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fe | {\"uncertainty\": [{\"name\": \"conformal\"}]} | training.uncertainty[0].name | needs predictions for held-out samples",
                "fec | {\"uncertainty\": [{\"name\": \"conformal\"}, {\"name\": \"conformal\"}]} | training.uncertainty[1].name | conformal is there twice",
                "fec | {\"uncertainty\": [{\"name\": \"conformal\", \"alpha\": 1}]} | training.uncertainty[0].alpha | number from 0.001 to 0.5",
                "fe | {\"diagnostics\": [{\"name\": \"scaling-fit\"}]} | training.diagnostics[0].name | needs several runs of the same training",
                "fe | {\"diagnostics\": {\"name\": \"rankme\"}} | training.diagnostics | a list of at most",
                "fe | {\"optimizer\": {\"name\": \"adamw\", \"beta1\": 1}} | training.optimizer.beta1 | number from 0.0 to 0.999999",
                "fe | {\"optimizer\": {\"name\": \"adam\"}} | training.optimizer.name | Known are: sgd, adamw",
                "fe | {\"optimiser\": {\"name\": \"adamw\"}} | training.optimiser | There is no such setting",
                "fe | {\"loss\": {\"name\": \"dice\"}} | training.loss.name | dice needs samples with class labels",
                "fe | {\"norm\": [{\"name\": \"layer-norm\"}, {\"name\": \"batch-norm\", \"layers\": [\"encoder.0\"]}]} | training.norm[1].layers | encoder.0 has a norm already, layer-norm",
                "fe | {\"norm\": [{\"name\": \"layer-norm\", \"layers\": [\"decoder.0\"]}]} | training.norm[0].layers | no layer decoder.0",
                "re | {\"norm\": [{\"name\": \"layer-norm\"}]} | training.norm[0].name | needs hidden layers that are normalised",
                "fe | {\"schedule\": {\"name\": \"autolrs\"}} | training.schedule.name | the two of fe and fec play against each other",
                "ae | {\"schedule\": {\"name\": \"autolrs\"}, \"averaging\": {\"name\": \"ema\"}} | training.averaging | autolrs takes its trials back",
                "ae | {\"schedule\": {\"name\": \"autolrs\"}} | training.schedule | autolrs gives a trial of its first stage",
                "fe | {\"mixing\": {\"name\": \"flad\"}, \"sampling\": {\"name\": \"concept-aware\"}} | training.sampling | leave one of them out",
                "fec | {\"augment\": {\"name\": \"mixup\"}, \"sampling\": {\"name\": \"loss-reweighting\"}} | training.sampling | leave one of them out",
                "fe | {\"mixing\": {\"name\": \"flad\"}, \"batching\": {\"name\": \"hard-minibatch\"}} | training.batching | follow one another",
                "medl_plus | {\"optimizer\": {\"name\": \"sso\"}} | training.optimizer.name | needs a loss that is a function",
                "pca | {\"optimizer\": {\"name\": \"sgd\"}} | training.optimizer.name | needs weights that are trained by gradients"
            })
    void whatDoesNotFitIsSaidBeforeTheJobStarts(String line) throws Exception {
        String[] parts = line.split(" \\| ");

        var check =
                new BatchCorrectionProgram()
                        .check(
                                JobInputs.of(
                                        DatasetReader.describe(dataset, ReadOptions.in(folder))),
                                settings(parts[0], parts[1]));

        assertThat(check.accepted()).isFalse();
        assertThat(check.findings().stream().filter(Finding::stops))
                .anySatisfy(
                        finding -> {
                            assertThat(finding.field()).isEqualTo(parts[2]);
                            assertThat(finding.message()).contains(parts[3]);
                        });
    }

    @Test
    void settingsAsRunHoldTheMethods() throws Exception {
        ObjectNode settings = settings("fe", "{\"optimizer\": {\"name\": \"lamb\"}}");
        ObjectNode asRun =
                SettingsAsRun.of(BatchCorrectionSettings.parse(settings).settings(), 100);
        assertThat(asRun.path("training").path("optimizer").path("name").asText())
                .isEqualTo("lamb");
        assertThat(BatchCorrectionSettings.parse(asRun).findings()).isEqualTo(List.of());
        assertThat(
                        SettingsAsRun.of(
                                        BatchCorrectionSettings.parse(settings("fe", "{}"))
                                                .settings(),
                                        100)
                                .has("training"))
                .isFalse();
    }
}
