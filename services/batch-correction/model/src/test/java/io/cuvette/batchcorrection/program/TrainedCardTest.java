package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.artifact.ModelFolder;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.classify.LookupCeiling;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.OutputEffects;
import io.cuvette.batchcorrection.method.RandomEffectsModel;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.data.safetensors.SafetensorsReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job leaves beside its weights and scores. */
class TrainedCardTest {

    private static final int CELLS = 200;
    private static final int BATCHES = 4;

    @TempDir static Path folder;

    private static Path dataset;
    private static Path trained;

    @BeforeAll
    static void trainOnce() throws Exception {
        Path plain = SimulatedCounts.write(folder.resolve("plain"), CELLS, 80, BATCHES, 3, 17);
        dataset = folder.resolve("cells.h5ad");
        AnnData data = DatasetReader.read(plain, ReadOptions.in(folder));
        // batches 0 and 2 are of one hospital; ages go on within a batch
        String[] hospital = new String[CELLS];
        long[] age = new long[CELLS];
        for (int cell = 0; cell < CELLS; cell++) {
            hospital[cell] = cell % 2 == 0 ? "north" : "south";
            age[cell] = cell;
        }
        H5adWriter.write(
                dataset,
                AnnData.of(
                        data.x(),
                        data.obs()
                                .with("age", new Column.Integers(age, new BitSet()))
                                .with("hospital", new Column.Strings(hospital, new BitSet())),
                        data.var()));
        TestContext context =
                new TestContext(dataset, folder.resolve("job"), settings(), 5, () -> false);
        new BatchCorrectionProgram().run(context);
        trained = context.output();
    }

    private static ObjectNode settings() {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 40)
                        .put("hidden1", 16)
                        .put("hidden2", 8)
                        .put("latent", 4)
                        .put("components", 5)
                        .put("epochs", 4);
        settings.putArray("methods").add("fec").add("re");
        return settings;
    }

    @Test
    void theAuditOfAllColumnsIsThatOfTheAnnotationsThemselves() throws Exception {
        DesignAudit design = ModelCard.read(trained).design().orElseThrow();
        DesignAudit whole =
                DesignCheck.ofAnnotations(
                                H5adReader.readAnnotations(dataset, ReadLimits.DEFAULT).obs(),
                                "batch",
                                Optional.of("label"),
                                H5adReader.obsColumns(dataset, ReadLimits.DEFAULT))
                        .audit()
                        .orElseThrow();

        assertThat(design.functionsOfBatch())
                .containsExactly(new DesignAudit.FunctionOfBatch("hospital", 2, false));
        assertThat(design.columnsNotExamined()).isZero();
        assertThat(design).isEqualTo(whole);
        assertThat(ModelCard.read(trained).warnings())
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("hospital"));
    }

    private static CellIndex index() throws IOException {
        try (TrainingCells cells = TrainingCells.read(trained)) {
            return cells.index();
        }
    }

    @Test
    void theLookupCeilingIsThatOfHeldOutCells() throws Exception {
        ModelCard card = ModelCard.read(trained);
        CellIndex cells = index();
        int[] parts = cells.parts();

        assertThat(card.lookupCeiling().orElseThrow())
                .isEqualTo(
                        LookupCeiling.heldOut(
                                        new Grouping(card.batches(), cells.batches()),
                                        new Grouping(card.labels(), cells.labels()),
                                        IntStream.range(0, parts.length)
                                                .filter(cell -> parts[cell] == 0)
                                                .toArray(),
                                        IntStream.range(0, parts.length)
                                                .filter(cell -> parts[cell] > 0)
                                                .toArray())
                                .orElseThrow());
        // labels are drawn without a look at the batch: the table's own cells flatter it
        assertThat(card.lookupCeiling().orElseThrow())
                .isLessThan(
                        card.design()
                                .orElseThrow()
                                .association()
                                .orElseThrow()
                                .inSampleLookupCeiling());
    }

    @Test
    void theSettingsAreThoseThatItRanWith() throws Exception {
        ObjectNode written = ModelFolder.readSettings(trained).orElseThrow();

        assertThat(written.path("epochs").asInt()).isEqualTo(4);
        // of 120 training cells not even 64 leave 12 steps
        assertThat(written.path("batchSize").asInt()).isEqualTo(64);
        assertThat(written.path("learningRate").asDouble()).isEqualTo(1e-3);
        assertThat(written.path("harmony").path("theta").asDouble()).isEqualTo(2);
        assertThat(ModelFolder.readSettings(folder)).isEmpty();
    }

    @Test
    void randomEffectsOfTheOutputAreThoseOfTheTables() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained);
                SafetensorsReader weights =
                        SafetensorsReader.open(trained.resolve(TrainedModel.WEIGHTS))) {
            RandomEffectsModel re = (RandomEffectsModel) model.find(Method.RE).orElseThrow();
            float[] mean = weights.floats("re.decoder.0.beta.mean");
            float[] rho = weights.floats("re.decoder.0.beta.rho");
            float[] gamma = weights.floats("re.decoder.0.gamma.mean");
            float[] gammaRho = weights.floats("re.decoder.0.gamma.rho");

            int genes = model.card().preprocessing().genes().size();
            for (int gene = 0; gene < genes; gene++) {
                OutputEffects effects = re.outputEffects(gene);
                assertThat(effects.batches()).isEqualTo(BATCHES);
                for (int batch = 0; batch < BATCHES; batch++) {
                    int entry = batch * genes + gene;
                    assertThat(effects.offset(batch).mean()).isEqualTo(mean[entry]);
                    // s = 1e-5 + ln(1 + exp(rho))
                    assertThat(effects.offset(batch).deviation())
                            .isCloseTo(1e-5 + Math.log1p(Math.exp(rho[entry])), within(1e-12));
                    assertThat(effects.scale(batch).mean()).isEqualTo(gamma[entry]);
                    assertThat(effects.scale(batch).deviation())
                            .isCloseTo(1e-5 + Math.log1p(Math.exp(gammaRho[entry])), within(1e-12));
                }
            }
        }
    }

    @Test
    void whatFecSaysOfACellIsWhatItWasTrainedToSay() throws Exception {
        try (TrainedModel model = TrainedModel.load(trained);
                TrainingCells cells = TrainingCells.read(trained)) {
            DenseMatrix latents = cells.embedding(Method.FEC).orElseThrow().block(0, CELLS);
            LabelClassifier classifier = model.labelClassifier().orElseThrow();
            LabelClassifier.Prediction said = classifier.predict(latents);

            assertThat(classifier.labels()).isEqualTo(model.card().labels().size());
            // the training's own figure: mean -ln p of the true label over test cells
            double crossEntropy = 0;
            int tested = 0;
            for (int cell = 0; cell < CELLS; cell++) {
                double[] probabilities = classifier.probabilities(latents, cell);
                assertThat(said.probabilities()[cell])
                        .isEqualTo(Arrays.stream(probabilities).max().orElseThrow())
                        .isEqualTo(probabilities[said.labels()[cell]]);
                if (cells.index().parts()[cell] == 2) {
                    crossEntropy -= Math.log(probabilities[cells.index().labels()[cell]]);
                    tested++;
                }
            }
            assertThat(crossEntropy / tested)
                    .isCloseTo(
                            model.card().training().get("fec").get("test.classification"),
                            within(1e-5));
        }
    }
}
