package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.training.app.testing.Api;
import io.cuvette.training.app.testing.TrainingBackends;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that trains no weights: evaluation of embeddings that came with the dataset. */
@QuarkusTest
@QuarkusTestResource(TrainingBackends.class)
class EvaluationRunIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Longer than a figure's name may be. */
    private static final String LONG_KEY = "X_" + "long".repeat(40);

    @TempDir Path folder;

    private final Api api = new Api("lab-evaluation");

    private String dataset() throws Exception {
        AnnData counts =
                SplatterLike.generate(new SplatterLike.Settings(120, 60, 2, 2, 0.3, 0, false), 3)
                        .data();
        float[] values = new float[120 * 3];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble();
        }
        DenseMatrix noise = new DenseMatrix(120, 3, values);
        Path file = folder.resolve("embedded.h5ad");
        H5adWriter.write(
                file,
                new AnnData(
                        counts.x(),
                        counts.obs(),
                        counts.var(),
                        Map.of(),
                        Map.of("X_noise", noise, LONG_KEY, noise)));
        return api.readyDataset(Files.readAllBytes(file));
    }

    private static Map<String, Object> job(String dataset, List<String> embeddings) {
        return Map.of(
                "family",
                "batch-correction-evaluation",
                "datasetId",
                dataset,
                "modelName",
                "evaluated",
                "settings",
                Map.of(
                        "batchKey",
                        "batch",
                        "labelKey",
                        "label",
                        "genes",
                        40,
                        "components",
                        5,
                        "embeddings",
                        embeddings),
                "seed",
                4);
    }

    @Test
    void isAcceptedRunAndPublishedWithoutWeights() throws Exception {
        String dataset = dataset();
        Response refused = api.post("/jobs", job(dataset, List.of("X_none")));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.jsonPath().getString("errors[0].field")).isEqualTo("embeddings");

        String id = api.submit(job(dataset, List.of("X_noise", LONG_KEY)));
        JsonPath job = api.awaitState(id, "SUCCEEDED", LIMIT);

        assertThat(job.getInt("modelVersion")).isEqualTo(1);
        JsonPath version = api.get("/models/evaluated/versions/latest").jsonPath();
        assertThat(version.getString("family")).isEqualTo("batch-correction-evaluation");
        assertThat(version.getList("artifacts.path"))
                .containsExactlyInAnyOrder(
                        "classification.json", "evaluation.json", "intervals.json", "model.json");
        assertThat(version.getMap("metrics"))
                .containsKeys("pca.total", "harmony.total", "obsm/X_noise.total")
                .hasSize(3);
    }
}
