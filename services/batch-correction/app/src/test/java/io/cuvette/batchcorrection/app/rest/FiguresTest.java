package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.PcaModel;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every figure as a picture and as numbers. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class FiguresTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    Library library;

    private final Api api = new Api(Library.TENANT);

    private JsonNode json(String path) throws IOException {
        Response response = api.get(path);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        assertThat(response.contentType()).startsWith("application/json");
        return JSON.readTree(response.asByteArray());
    }

    private String gene() throws IOException {
        return json("/full").at("/card/preprocessing/genes/3").asText();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(node -> texts.add(node.asText()));
        return texts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umap.%s?method=fe",
                "pca.%s",
                "comparison.%s",
                "loss.%s",
                "scib-table.%s",
                "batch-effects.%s?gene=GENE",
                "counterfactual.%s?cell=cell020&method=paper&top=5"
            })
    void everyFigureIsAPngAndAnSvg(String path) throws Exception {
        String figure = "/full/plots/" + path.replace("GENE", gene());
        Response png = api.get(figure.formatted("png"));
        Response svg = api.get(figure.formatted("svg"));

        assertThat(png.statusCode()).as(png.asString()).isEqualTo(200);
        assertThat(png.contentType()).isEqualTo("image/png");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.asByteArray()));
        assertThat(svg.contentType()).isEqualTo("image/svg+xml");
        assertThat(svg.header("Content-Security-Policy")).startsWith("default-src 'none'");
        assertThat(svg.header("X-Content-Type-Options")).isEqualTo("nosniff");
        Svg drawn = Svg.parse(svg.asByteArray());
        assertThat(image.getWidth()).isEqualTo(2 * drawn.width());
        assertThat(image.getHeight()).isEqualTo(2 * drawn.height());
        assertThat(drawn.texts()).isNotEmpty();
        assertThat(drawn.tags()).doesNotContain("script", "image", "a");
        json(figure.formatted("json"));
    }

    @Test
    void comparisonHasAPanelAMethod() throws Exception {
        List<String> methods = texts(json("/full").at("/card/methods"));
        JsonNode points = json("/full/plots/comparison.json");
        Svg svg = Svg.parse(api.get("/full/plots/comparison.svg").asByteArray());

        List<String> drawn = new ArrayList<>();
        points.forEach(panel -> drawn.add(panel.path("method").asText()));
        assertThat(drawn).containsExactlyInAnyOrderElementsOf(methods);
        for (String method : methods) {
            assertThat(svg.texts()).contains(Method.ofKey(method).orElseThrow().title());
        }
        assertThat(points.get(0).path("x")).hasSize(SmallCells.CELLS);
        assertThat(points.get(0)).isEqualTo(json("/full/plots/umap.json?method=pca"));
    }

    @Test
    void componentsCarryTheirShareOfTheWholeVariance() throws Exception {
        JsonNode points = json("/full/plots/pca.json?method=pca");
        JsonNode embedding = json("/full/embeddings/pca").path("values");

        try (TrainedModel model = TrainedModel.load(library.trained().full())) {
            PcaModel pca = (PcaModel) model.find(Method.PCA).orElseThrow();
            assertThat(points.path("xLabel").asText())
                    .isEqualTo(
                            String.format(
                                    Locale.ROOT,
                                    "PC1 (%.1f %%)",
                                    100
                                            * pca.pca().explainedVariance()[0]
                                            / pca.pca().totalVariance()));
        }
        for (int cell = 0; cell < SmallCells.CELLS; cell++) {
            assertThat(points.path("x").get(cell).asDouble())
                    .isCloseTo(embedding.get(cell).get(0).asDouble(), within(1e-6));
        }
    }

    @Test
    void lossesAreThoseOfTraining() throws Exception {
        JsonNode losses = json("/full/plots/loss.json");
        JsonNode stored = JSON.readTree(library.trained().full().resolve("losses.json").toFile());

        List<String> titles = new ArrayList<>();
        losses.path("panels").forEach(panel -> titles.add(panel.path("title").asText()));
        assertThat(titles)
                .containsExactly(
                        "AE: reconstruction",
                        "MEDL FE: reconstruction",
                        "MEDL FE: adversary",
                        "MEDL FEC: reconstruction",
                        "MEDL FEC: adversary",
                        "MEDL FEC: classifier",
                        "MEDL RE: reconstruction",
                        "MEDL RE: batch classifier",
                        "MEDL RE: divergence",
                        "MEDL+: reconstruction");
        JsonNode adversary = losses.path("panels").get(2);
        assertThat(adversary.at("/references/0/value").asDouble()).isEqualTo(Math.log(3));
        assertThat(adversary.at("/series/0/epochs")).hasSize(3);
        JsonNode last = stored.path("fe").get(2).path("metrics");
        assertThat(adversary.at("/series/0/part").asText()).isEqualTo("TRAIN");
        assertThat(adversary.at("/series/0/values/2").asDouble())
                .isEqualTo(last.path("adversary.loss").asDouble());
        assertThat(adversary.at("/series/1/part").asText()).isEqualTo("VALIDATION");
        assertThat(adversary.at("/series/1/values/2").asDouble())
                .isEqualTo(last.path("validation.confusion").asDouble());
        JsonNode plain = losses.path("panels").get(0).path("series");
        assertThat(plain).hasSize(2);
        assertThat(plain.get(1).path("values").get(0).asDouble())
                .isEqualTo(stored.at("/ae/0/metrics/validation.mse").asDouble());
        // three epochs were asked for and done
        assertThat(adversary.path("stoppedEpoch").isNumber()).isFalse();
    }

    @Test
    void theTableOfScoresIsTheStoredEvaluation() throws Exception {
        JsonNode table = json("/full/plots/scib-table.json");
        JsonNode evaluation = json("/full/evaluation");

        Map<String, String> titles = new HashMap<>();
        evaluation
                .path("metrics")
                .forEach(m -> titles.put(m.path("label").asText(), m.path("name").asText()));
        List<String> columns = new ArrayList<>();
        table.path("groups").forEach(group -> columns.addAll(texts(group.path("columns"))));
        assertThat(columns).hasSizeGreaterThan(8).contains("Total");
        for (JsonNode row : table.path("rows")) {
            JsonNode scored = null;
            for (JsonNode other : evaluation.path("rows")) {
                String title =
                        Arrays.stream(other.path("method").asText().split("\\+", -1))
                                .map(key -> Method.ofKey(key).orElseThrow().title())
                                .collect(Collectors.joining(" + "));
                scored = title.equals(row.path("method").asText()) ? other : scored;
            }
            assertThat(scored).as(row.path("method").asText()).isNotNull();
            for (int column = 0; column < columns.size(); column++) {
                JsonNode value = row.path("scores").get(column).path("value");
                String metric = titles.get(columns.get(column));
                JsonNode stored = scored.path("values").path(metric);
                JsonNode interval = scored.path("intervals").path(metric);
                assertThat(value.isNumber()).isEqualTo(stored.isNumber());
                // the mean over the draws where there are some, with the interval around it
                assertThat(value.asDouble())
                        .isEqualTo(
                                interval.isObject()
                                        ? interval.path("value").asDouble()
                                        : stored.asDouble());
                JsonNode shown = row.path("scores").get(column);
                assertThat(shown.path("low").isNumber()).isEqualTo(interval.isObject());
                assertThat(shown.path("low").asDouble()).isEqualTo(interval.path("low").asDouble());
                assertThat(shown.path("high").asDouble())
                        .isEqualTo(interval.path("high").asDouble());
            }
        }
        assertThat(table.path("rows")).hasSize(evaluation.path("rows").size());
    }

    @Test
    void intervalsOfAJobWithDrawsAreDrawn() throws Exception {
        JsonNode interval = json("/full/evaluation").at("/rows/0/intervals/iLisi");

        assertThat(Svg.parse(api.get("/full/plots/scib-table.svg").asByteArray()).texts())
                .contains("small numbers: 95 % interval")
                .contains(
                        String.format(
                                Locale.ROOT,
                                "%.2f – %.2f",
                                interval.path("low").asDouble(),
                                interval.path("high").asDouble()));
        assertThat(Svg.parse(api.get("/layered/plots/scib-table.svg").asByteArray()).texts())
                .doesNotContain("small numbers: 95 % interval");
    }

    @Test
    void withoutLabelsTheTableHasBatchScoresAlone() throws Exception {
        JsonNode table = json("/layered/plots/scib-table.json");

        assertThat(table.path("rows")).hasSize(1);
        assertThat(table.toString()).contains("iLISI").doesNotContain("ARI").doesNotContain("NaN");
        assertThat(api.get("/layered/plots/scib-table.png").statusCode()).isEqualTo(200);
    }

    @Test
    void batchEffectsAreThoseOfTheGene() throws Exception {
        String gene = gene();
        JsonNode figure = json("/full/plots/batch-effects.json?gene=" + gene);
        JsonNode effects = json("/full/batch-effects/" + gene);

        assertThat(figure.path("gene").asText()).isEqualTo(gene);
        assertThat(figure.path("intraclassCorrelation").asDouble())
                .isEqualTo(effects.at("/summary/icc").asDouble());
        for (int batch = 0; batch < 3; batch++) {
            for (String value : List.of("batch", "mean", "low", "high")) {
                assertThat(figure.path("effects").get(batch).path(value))
                        .isEqualTo(effects.path("effects").get(batch).path(value));
            }
        }
    }

    @Test
    void counterfactualsAreThoseOfProjecting() throws Exception {
        JsonNode figure = json("/full/plots/counterfactual.json?cell=cell020&top=7");
        Response response = api.post("/full:project", Map.of("cells", List.of("cell020")));
        JsonNode projection = JSON.readTree(response.asByteArray());

        List<String> genes = texts(projection.path("genes"));
        assertThat(texts(figure.path("genes")))
                .isEqualTo(texts(projection.path("mostChangedGenes")).subList(0, 7));
        assertThat(figure.path("batches")).isEqualTo(projection.path("batches"));
        for (int row = 0; row < 7; row++) {
            int gene = genes.indexOf(figure.path("genes").get(row).asText());
            for (int batch = 0; batch < 3; batch++) {
                assertThat(figure.path("values").get(row).get(batch).floatValue())
                        .isEqualTo(
                                projection
                                        .at("/values/0/%d/%d".formatted(batch, gene))
                                        .floatValue());
            }
        }
        assertThat(figure.path("validity")).isEqualTo(projection.path("validity"));
        int own = figure.path("ownBatch").asInt();
        assertThat(projection.at("/cells/0/support/" + own).asText()).isEqualTo("OWN");
        for (int batch = 0; batch < 3; batch++) {
            assertThat(figure.path("extrapolated").get(batch).asBoolean())
                    .isEqualTo(
                            projection
                                    .at("/cells/0/support/" + batch)
                                    .asText()
                                    .equals("EXTRAPOLATION"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "medl_plus, MEDL+, held-out cells",
        "harmony, Harmony, cells that its fit has seen",
        "paper, MEDL RE, held-out cells"
    })
    void theValidityStandsBelowTheCounterfactual(String method, String title, String cells)
            throws Exception {
        Svg svg =
                Svg.parse(
                        api.get("/full/plots/counterfactual.svg?cell=cell020&method=" + method)
                                .asByteArray());

        assertThat(String.join(" ", svg.texts()))
                .contains("Validity of " + title + " on " + cells + ": distance ratio")
                .contains("the cell's own batch");
    }

    @Test
    void withoutLabelsTheValidityIsUnknown() throws Exception {
        Svg svg =
                Svg.parse(api.get("/grouped/plots/counterfactual.svg?cell=cell020").asByteArray());

        assertThat(String.join(" ", svg.texts())).contains("unknown: the model has no labels");
        assertThat(
                        json("/grouped/plots/counterfactual.json?cell=cell020")
                                .path("validity")
                                .isObject())
                .isFalse();
    }

    @Test
    void hostileNamesAreTextInVectorFiles() throws Exception {
        String hostile = SmallCells.ODD_NAMES.get(1);
        Response response =
                api.get(
                        "/full/plots/counterfactual.svg?cell="
                                + URLEncoder.encode(hostile, StandardCharsets.UTF_8));

        assertThat(response.asString()).doesNotContain("<script");
        Svg svg = Svg.parse(response.asByteArray());
        assertThat(svg.tags()).doesNotContain("script");
        assertThat(svg.texts()).anyMatch(text -> text.contains(hostile));
    }

    @ParameterizedTest
    @CsvSource({
        "/full/plots/batch-effects.png, gene, MISSING",
        "/full/plots/batch-effects.json?gene=, gene, MISSING",
        "/full/plots/counterfactual.svg, cell, MISSING",
        "/full/plots/counterfactual.json?cell=nobody, cells, UNKNOWN_NAME",
        "/full/plots/counterfactual.json?cell=cell020&method=magic, method, UNKNOWN_METHOD",
        "/full/plots/counterfactual.png?cell=cell020&method=pca, method, NO_PROJECTION",
        "/full/plots/umap.svg?method=tsne, method, UNKNOWN_METHOD",
        "/full/plots/pca.svg?color=donor, color, UNKNOWN_COLOR",
        "/layered/plots/pca.svg?color=label, color, NO_LABELS"
    })
    void aParameterThatIsWrongIsNamed(String path, String field, String code) {
        assertProblem(api.get(path), 400, "INVALID_REQUEST", field, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "61"})
    void tooFewAndTooManyGenesAreRefused(String top) {
        assertProblem(
                api.get("/full/plots/counterfactual.json?cell=cell020&top=" + top),
                400,
                "INVALID_REQUEST",
                "top");
    }

    @Test
    void whatTheModelHasNotIsSaid() {
        assertThat(
                        assertProblem(api.get("/layered/plots/loss.png"), 409, "ILLEGAL_STATE")
                                .getString("detail"))
                .contains("no losses");
        assertProblem(api.get("/layered/plots/batch-effects.png?gene=g"), 409, "ILLEGAL_STATE");
        assertProblem(api.get("/full/plots/batch-effects.json?gene=NOGENE"), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tsne.png", "umap.gif", "umap", "loss.pdf", "scib.svg", "umap.png.exe"})
    void unknownPlotsNameThoseThatThereAre(String file) {
        assertThat(
                        assertProblem(api.get("/full/plots/" + file), 404, "NOT_FOUND")
                                .getString("detail"))
                .contains("scib-table", ".svg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "umap.svg",
                "comparison.json",
                "loss.json",
                "scib-table.svg",
                "batch-effects.json?gene=g",
                "counterfactual.png?cell=cell020"
            })
    void othersSeeNothing(String file) {
        assertProblem(new Api("another").get("/full/plots/" + file), 404, "NOT_FOUND");
        assertProblem(api.get("/nothing/plots/" + file), 404, "NOT_FOUND");
    }
}
