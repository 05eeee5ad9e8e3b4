package io.cuvette.batchcorrection.app.service;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.TrainingStandIn;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Few cells are held at once, and files of datasets are kept for long. */
@QuarkusTest
@QuarkusTestResource(
        value = CorrectionBackends.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "cuvette.model-library.largest-answer", value = "2400"),
            // of the full model once, not twice
            @ResourceArg(name = "cuvette.model-library.kept-embeddings", value = "50K"),
            @ResourceArg(name = "cuvette.model-library.dataset-lifetime", value = "1h")
        })
class TightLimitsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@code largest-answer} over the 60 genes of the models. */
    private static final int MOST_CELLS = 40;

    @ConfigProperty(name = "cuvette.model-library.scratch")
    Path scratch;

    @Inject Genomaps genomaps;
    @Inject MeterRegistry metrics;

    Library library;
    TrainingStandIn training;

    private final Api api = new Api(Library.TENANT);

    private Response test(String more) {
        return api.post(
                "/grouped:genomap-test",
                """
                {"groupA": ["batch1", "batch2"], "groupB": ["batch3", "batch4", "batch5"],
                 "genes": 6, %s}
                """
                        .formatted(more.replace('\'', '"')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // 5 batches of at most 30 cells
                "'average': 'own', 'rows': 30                  | rows",
                "'average': 'projected', 'rows': 41            | rows",
                "'average': 'projected'                        | rows",
                "'average': 'own'                              | rows",
                "'average': 'own', 'rows': 4, 'cells': all     | cells",
                "'average': 'projected', 'rows': 4, 'cells': all | cells"
            })
    void moreCellsThanAreHeldAreRefusedBeforeALayoutIsComputed(String choice, String field)
            throws Exception {
        String all;
        try (TrainingCells cells = TrainingCells.read(library.trained().grouped())) {
            all = JSON.writeValueAsString(cells.names());
        }
        int layouts = genomaps.layouts();

        String detail =
                assertProblem(test(choice.replace("all", all)), 400, "INVALID_REQUEST", field)
                        .getString("detail");

        assertThat(detail).contains("at most " + MOST_CELLS);
        assertThat(genomaps.layouts()).isEqualTo(layouts);
    }

    @Test
    void asManyCellsAsAreHeldAreTested() {
        int layouts = genomaps.layouts();

        // 5 batches of 8 cells
        assertThat(test("'average': 'own', 'rows': 8").statusCode()).isEqualTo(200);
        assertThat(genomaps.layouts()).isEqualTo(layouts + 1);
        assertThat(test("'rows': " + MOST_CELLS).statusCode()).isEqualTo(200);
        assertThat(genomaps.layouts()).isEqualTo(layouts + 2);
    }

    @Test
    void modelsMakeRoomForOneAnothersEmbeddings() throws Exception {
        long bytes = Files.size(library.trained().full().resolve(TrainingCells.EMBEDDINGS));
        assertThat(bytes).isBetween((50L << 10) / 2, 50L << 10);
        library.publishFull("full-again");
        double before = evictions();
        byte[] first = embeddings("full");

        assertThat(embeddings("full-again")).isEqualTo(first);
        assertThat(embeddings("full")).isEqualTo(first);
        assertThat(evictions()).isGreaterThanOrEqualTo(before + 2);
    }

    private byte[] embeddings(String model) {
        Response response = api.get("/" + model + "/embeddings/fe+re?format=npy");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        // a model in use keeps its share
        await().atMost(Duration.ofSeconds(20))
                .until(() -> metrics.get("cuvette.modelcache.leases").gauge().value() == 0);
        return response.asByteArray();
    }

    private double evictions() {
        return metrics.get("cuvette.modelcache.evictions").counter().count();
    }

    @Test
    void filesThatAFormerProcessLeftAreDeletedAtTheStart() {
        assertThat(scratch.resolve("kept-datasets/dataset1")).doesNotExist();
        assertThat(scratch.resolve("export2")).doesNotExist();
        assertThat(scratch.resolve(CorrectionBackends.OF_OTHERS)).exists();
    }

    @Test
    void theFileOfADeletedDatasetIsDroppedWhenItIsAskedForAgain() throws Exception {
        String id = library.add(SmallCells.counts());
        int before = kept();
        assertThat(encode(id).statusCode()).isEqualTo(200);
        assertThat(kept()).isEqualTo(before + 1);
        training.removeDataset(Library.TENANT, id);

        assertProblem(encode(id), 404, "NOT_FOUND");
        assertThat(kept()).isEqualTo(before);
    }

    @Test
    void aScratchFolderThatFailsIsToldAsTooBusy() throws Exception {
        String id = library.add(SmallCells.counts());
        Path kept = Files.createDirectories(scratch.resolve("kept-datasets"));
        Path aside = scratch.resolve("aside");
        Files.move(kept, aside);
        Files.writeString(kept, "no folder");
        try {
            assertProblem(encode(id), 503, "OVERLOADED");
        } finally {
            Files.delete(kept);
            Files.move(aside, kept);
        }
        assertThat(encode(id).statusCode()).isEqualTo(200);
    }

    private Response encode(String datasetId) {
        return api.post("/full:encode", Map.of("datasetId", datasetId, "method", "pca"));
    }

    private int kept() {
        String[] files = scratch.resolve("kept-datasets").toFile().list();
        return files == null ? 0 : files.length;
    }
}
