package io.cuvette.batchcorrection.app.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.method.LabelClassifier;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ExportTest {

    @TempDir Path folder;

    @ConfigProperty(name = "cuvette.model-library.scratch")
    Path scratch;

    @TestHTTPResource URI root;

    Library library;

    private final Api api = new Api(Library.TENANT);

    private AnnData export(String model) throws IOException {
        Response response = api.get("/" + model + "/export.h5ad");
        assertThat(response.statusCode()).as(response.contentType()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("application/octet-stream");
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"%s-v1.h5ad\"".formatted(model));
        byte[] bytes = response.asByteArray();
        assertThat(response.header("Content-Length")).isEqualTo(Integer.toString(bytes.length));
        Path file = Files.write(folder.resolve(model + ".h5ad"), bytes);
        return H5adReader.read(file, ReadLimits.DEFAULT);
    }

    @Test
    void isTheDatasetWithTheModelsResultsInIt() throws Exception {
        AnnData data = export("full");

        AnnData original = SmallCells.counts();
        assertThat(data.obs().index()).isEqualTo(original.obs().index());
        assertThat(data.x()).usingRecursiveComparison().isEqualTo(original.x());
        assertThat(data.obsm())
                .containsOnlyKeys(
                        Stream.concat(
                                        Arrays.stream(Method.values())
                                                .flatMap(
                                                        method ->
                                                                Stream.of(
                                                                        "X_medl_" + method.key(),
                                                                        "X_umap_" + method.key())),
                                        Stream.of("X_medl_fe+re"))
                                .toArray(String[]::new));
        List<List<Float>> embedding = Api.json(api.get("/full/embeddings/fe")).getList("values");
        DenseMatrix exported = data.obsm().get("X_medl_fe");
        for (int cell = 0; cell < exported.rows(); cell++) {
            for (int d = 0; d < exported.columns(); d++) {
                assertThat(exported.get(cell, d)).isEqualTo(embedding.get(cell).get(d));
            }
        }
        Column.Categorical split =
                (Column.Categorical) data.obs().column("medl_split").orElseThrow();
        assertThat(split.categories()).containsExactly("train", "validation", "test");
        assertThat(IntStream.of(split.codes()).distinct().sorted()).containsExactly(0, 1, 2);
        assertThat(data.obs().column("batch")).isPresent();
        assertThat(data.var().column("medl_hvg")).isPresent();
    }

    @Test
    void concatenationsOfTheJobStandBesideTheirParts() throws Exception {
        AnnData data = export("full");

        DenseMatrix fixed = data.obsm().get("X_medl_fe");
        DenseMatrix random = data.obsm().get("X_medl_re");
        DenseMatrix both = data.obsm().get("X_medl_fe+re");
        assertThat(both.columns()).isEqualTo(fixed.columns() + random.columns());
        for (int cell = 0; cell < both.rows(); cell++) {
            for (int d = 0; d < both.columns(); d++) {
                assertThat(both.get(cell, d))
                        .isEqualTo(
                                d < fixed.columns()
                                        ? fixed.get(cell, d)
                                        : random.get(cell, d - fixed.columns()));
            }
        }
    }

    @Test
    void whatFecSaysOfEachCellIsAColumnWithItsProbability() throws Exception {
        AnnData data = export("full");

        Column.Categorical said = (Column.Categorical) data.obs().column("medl_pred").orElseThrow();
        Column.Reals sure = (Column.Reals) data.obs().column("medl_pred_probability").orElseThrow();
        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            assertThat(said.categories()).isEqualTo(model.card().labels());
            LabelClassifier.Prediction expected =
                    model.labelClassifier().orElseThrow().predict(data.obsm().get("X_medl_fec"));
            assertThat(said.codes()).containsExactly(expected.labels());
            assertThat(sure.values()).containsExactly(expected.probabilities());
        }
        // a model that was not trained to name labels names none
        assertThat(export("layered").obs().column("medl_pred")).isEmpty();
    }

    @Test
    void genesHaveWhatMedlPlusSaysOfTheirBatchEffects() throws Exception {
        AnnData data = export("full");

        Map<String, JsonNode> ranked = new HashMap<>();
        new ObjectMapper()
                .readTree(api.get("/full/batch-effects?limit=20000").asByteArray())
                .path("ranked")
                .forEach(gene -> ranked.put(gene.path("gene").asText(), gene));
        assertThat(ranked).hasSizeBetween(60, SmallCells.GENES - 1);
        for (var figure :
                Map.of(
                                "medl_icc", "icc",
                                "medl_batch_share", "batchShare",
                                "medl_expression_share", "expressionShare",
                                "medl_residual_share", "residualShare")
                        .entrySet()) {
            double[] values =
                    ((Column.Reals) data.var().column(figure.getKey()).orElseThrow()).values();
            for (int gene = 0; gene < values.length; gene++) {
                JsonNode summary = ranked.get(data.var().index().get(gene));
                // boxed, for which NaN is NaN
                assertThat(Double.valueOf(values[gene]))
                        .as(figure.getKey())
                        .isEqualTo(
                                Double.valueOf(
                                        summary == null
                                                ? Double.NaN
                                                : summary.required(figure.getValue())
                                                        .doubleValue()));
            }
        }
        // a model without medl_plus knows none
        assertThat(export("layered").var().columns().keySet())
                .contains("medl_hvg")
                .doesNotContain("medl_icc", "medl_residual_share");
    }

    @Test
    void keepsTheLayersOfTheUpload() throws Exception {
        AnnData data = export("layered");

        assertThat(data.layers()).containsOnlyKeys("counts", "copy");
        assertThat(data.layers().get("counts"))
                .usingRecursiveComparison()
                .isEqualTo(SmallCells.counts().x());
        assertThat(data.obsm()).containsOnlyKeys("X_medl_pca", "X_umap_pca");
    }

    @Test
    void aTableBecomesAnH5ad() throws Exception {
        AnnData data = export(Library.TABLE);

        AnnData original = SmallCells.counts();
        assertThat(data.obs().index()).isEqualTo(original.obs().index());
        assertThat(data.var().index()).isEqualTo(original.var().index());
        float[] row = new float[SmallCells.GENES];
        float[] expected = new float[SmallCells.GENES];
        for (int cell = 0; cell < SmallCells.CELLS; cell++) {
            data.x().copyRow(cell, row, 0);
            original.x().copyRow(cell, expected, 0);
            assertThat(row).containsExactly(expected);
        }
        assertThat(data.obsm()).containsKeys("X_medl_pca", "X_umap_medl_plus");
    }

    @Test
    void leavesNothingBehindEvenWhenNobodyReadsIt() throws Exception {
        export("full");
        assertThat(api.call().head(Api.MODELS + "/full/export.h5ad").statusCode()).isEqualTo(200);
        try (Socket hasty = new Socket(root.getHost(), root.getPort())) {
            hasty.getOutputStream()
                    .write(
                            "GET %s/full/export.h5ad HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
                                    .formatted(Api.MODELS, TestTokens.forTenant(Library.TENANT))
                                    .getBytes(StandardCharsets.US_ASCII));
        }

        await().atMost(Duration.ofSeconds(20))
                .during(Duration.ofSeconds(2))
                .until(() -> foldersLeft() == 0);
    }

    private long foldersLeft() throws IOException {
        try (Stream<Path> left = Files.walk(scratch, 2)) {
            return left.filter(path -> !path.equals(scratch))
                    .filter(path -> !path.equals(scratch.resolve("kept-datasets")))
                    .filter(path -> !path.endsWith(CorrectionBackends.OF_OTHERS))
                    .count();
        }
    }
}
