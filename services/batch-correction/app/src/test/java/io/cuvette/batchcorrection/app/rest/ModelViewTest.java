package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static io.cuvette.batchcorrection.app.testing.Api.json;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.service.testing.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Card, evaluation and plots. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class ModelViewTest {

    private final Api api = new Api(Library.TENANT);

    private static final List<String> METHODS =
            Arrays.stream(Method.values()).map(Method::key).toList();

    @Test
    void cardTellsWhatTheModelIs() {
        JsonPath card = json(api.get("/full"));

        assertThat(card.getString("model.name")).isEqualTo("full");
        assertThat(card.getInt("model.version")).isEqualTo(1);
        assertThat(card.getString("card.family")).isEqualTo("batch-correction");
        assertThat(card.getList("card.methods", String.class))
                .containsExactly(METHODS.toArray(String[]::new));
        assertThat(card.getList("card.concatenations", String.class)).containsExactly("fe+re");
        assertThat(card.getInt("card.design.batchCount")).isEqualTo(3);
        assertThat(card.getDouble("card.validity.medl_plus.ratio")).isPositive();
        assertThat(card.getString("card.batchKey")).isEqualTo("batch");
        assertThat(card.getList("card.batches", String.class))
                .containsExactly("batch1", "batch2", "batch3");
        assertThat(card.getList("card.labels", String.class))
                .containsExactly("type1", "type2", "type3");
        assertThat(card.getInt("card.cells")).isEqualTo(SmallCells.CELLS);
        assertThat(card.getInt("card.preprocessing.genes.size()")).isGreaterThanOrEqualTo(60);
        assertThat(json(api.get("/layered")).getString("card.layer")).isEqualTo("counts");
    }

    @Test
    void versionIsANumberOrAnAlias() {
        for (String version : List.of("1", "latest", "good")) {
            assertThat(json(api.get("/full?version=" + version)).getInt("model.version"))
                    .isEqualTo(1);
        }
    }

    @Test
    void evaluationHasARowAMethodBesidePca() {
        JsonPath table = json(api.get("/full/evaluation"));

        assertThat(table.getString("baseline")).isEqualTo("pca");
        List<String> rows = new ArrayList<>(METHODS);
        rows.add("fe+re");
        assertThat(table.getList("rows.method", String.class)).isEqualTo(rows);
        assertThat(table.getInt("cells")).isEqualTo(SmallCells.CELLS);
        assertThat(table.getInt("labelledCells")).isEqualTo(SmallCells.CELLS);
        Set<String> columns = new HashSet<>(table.getList("metrics.name", String.class));
        assertThat(columns).contains("iLisi", "labelAsw", "totalScore");
        assertThat(table.getFloat("rows[0].values.iLisi")).isBetween(0f, 1.2f);
        assertThat(columns).containsAll(table.<String, Object>getMap("rows[1].values").keySet());
    }

    @Test
    void withoutLabelsOnlyBatchScoresAreThere() {
        JsonPath table = json(api.get("/layered/evaluation"));

        assertThat(table.getInt("labelledCells")).isZero();
        assertThat(table.getList("metrics.name", String.class))
                .contains("iLisi")
                .doesNotContain("labelAsw", "nmi");
    }

    @ParameterizedTest
    @CsvSource({
        "/full/plots/umap.png, 1",
        "/full/plots/umap.png?method=fe&color=label, 1",
        "/full/plots/pca.png?method=medl_plus, 1",
        "/full/plots/comparison.png, 3",
        "/layered/plots/comparison.png, 1"
    })
    void plotsArePictures(String path, int panels) throws Exception {
        Response response = api.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.contentType()).isEqualTo("image/png");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(response.asByteArray()));
        assertThat(image.getWidth()).isGreaterThan(300 * panels);
        assertThat(colors(image)).isGreaterThan(3);
    }

    @Test
    void anyTargetOfTheJobColoursAPlot() throws Exception {
        for (String kind : List.of("umap", "pca")) {
            Response svg = api.get("/diagnosed/plots/%s.svg?color=diagnosis".formatted(kind));
            assertThat(Svg.parse(svg.asByteArray()).texts())
                    .contains("diagnosis", "healthy", "ill")
                    .doesNotContain("batch1", "type1");
        }
        // the columns' own names are as good as the words for them
        assertThat(api.get("/diagnosed/plots/pca.svg?color=label").asByteArray())
                .isNotEqualTo(api.get("/diagnosed/plots/pca.svg?color=batch").asByteArray());
        JsonPath points = json(api.get("/diagnosed/plots/pca.json"));
        assertThat(points.getMap("targets")).containsOnlyKeys("diagnosis");
        assertThat(points.getList("targets.diagnosis.names", String.class))
                .containsExactly("healthy", "ill");
        List<Integer> codes = points.getList("targets.diagnosis.codes");
        assertThat(codes).hasSize(SmallCells.CELLS).startsWith(1, 0, 0, 1, 0, 0, 1, 0, 0, -1);
    }

    @Test
    void coloursThatAreNoneNameThoseThatAre() {
        JsonPath unknown =
                assertProblem(
                        api.get("/diagnosed/plots/pca.svg?color=tissue"),
                        400,
                        "INVALID_REQUEST",
                        "color",
                        "UNKNOWN_COLOR");
        assertThat(unknown.getString("detail")).contains("batch, label", "diagnosis");
        JsonPath none =
                assertProblem(
                        api.get("/full/plots/umap.svg?color=diagnosis"),
                        400,
                        "INVALID_REQUEST",
                        "color");
        assertThat(none.getString("detail")).contains("it named none");
        assertThat(
                        assertProblem(
                                        api.get("/unlabelled/plots/pca.svg?color=label"),
                                        400,
                                        "INVALID_REQUEST",
                                        "color")
                                .getString("errors[0].code"))
                .isEqualTo("NO_LABELS");
    }

    private static int colors(BufferedImage image) {
        Set<Integer> colors = new HashSet<>();
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                colors.add(image.getRGB(x, y));
            }
        }
        return colors.size();
    }

    @Test
    void pointsCarryCellsBatchesAndLabels() {
        JsonPath points = json(api.get("/full/plots/pca.json?method=pca"));

        assertThat(points.getString("method")).isEqualTo("pca");
        assertThat(points.getString("xLabel")).contains("PC1");
        assertThat(points.getList("cells", String.class))
                .hasSize(SmallCells.CELLS)
                .startsWith(SmallCells.ODD_NAMES.toArray(String[]::new));
        List<Float> x = points.getList("x", Float.class);
        List<Float> embedding =
                json(api.get("/full/embeddings/pca")).getList("values.collect { it[0] }");
        assertThat(x).hasSize(SmallCells.CELLS);
        // the plot's axes are fitted to all cells, the embedding's to the training part
        assertThat(Math.abs(correlation(x, embedding))).isGreaterThan(0.9);
        assertThat(points.getList("batch.names", String.class)).hasSize(3);
        assertThat(points.getList("label.names", String.class)).hasSize(3);
        assertThat(json(api.get("/layered/plots/umap.json")).getList("label.names")).isEmpty();
    }

    private static double correlation(List<Float> x, List<Float> y) {
        double meanX = x.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
        double meanY = y.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.size(); i++) {
            xy += (x.get(i) - meanX) * (y.get(i) - meanY);
            xx += (x.get(i) - meanX) * (x.get(i) - meanX);
            yy += (y.get(i) - meanY) * (y.get(i) - meanY);
        }
        return xy / Math.sqrt(xx * yy);
    }

    @ParameterizedTest
    @CsvSource({
        "/full/plots/umap.png?method=tsne, method",
        "/full/plots/umap.png?color=donor, color",
        "/layered/plots/umap.png?color=label, color",
        "/layered/plots/umap.png?method=fe, method",
        "/layered/plots/pca.json?method=medl_plus, method",
        "/full/embeddings/tsne, method",
        "/full/embeddings/pca?format=xlsx, format",
        "/layered/embeddings/fe, method"
    })
    void aParameterThatIsWrongIsNamed(String path, String field) {
        assertProblem(api.get(path), 400, "INVALID_REQUEST", field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/evaluation",
                "/classification",
                "/embeddings/pca",
                "/plots/umap.png",
                "/plots/umap.json",
                "/plots/comparison.png",
                "/export.h5ad"
            })
    void whatIsNotThereIsNotFoundEverywhere(String path) {
        assertProblem(api.get("/nothing" + path), 404, "NOT_FOUND");
        assertProblem(api.get("/full" + path + "?version=2"), 404, "NOT_FOUND");
        assertProblem(api.get("/full" + path + "?version=nope"), 404, "NOT_FOUND");
        assertProblem(api.get("/full" + path + "?version=-1"), 404, "NOT_FOUND");
        assertProblem(api.get("/full" + path + "?version=.."), 404, "NOT_FOUND");
        assertProblem(api.get("/" + Library.FOREIGN_FAMILY + path), 404, "NOT_FOUND");
        assertProblem(new Api(Library.STRANGER).get("/full" + path), 404, "NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/evaluation", "/classification", "/embeddings/pca"})
    void nothingIsWrittenHere(String path) {
        assertProblem(api.call().put(Api.MODELS + "/full" + path), 405, "METHOD_NOT_ALLOWED");
        assertProblem(api.call().delete(Api.MODELS + "/full" + path), 405, "METHOD_NOT_ALLOWED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/evaluation", "/export.h5ad", "/plots/umap.png", "/no/such"})
    void nobodyWithoutTheGatewaysTokenGetsIn(String path) {
        String url = Api.MODELS + "/full" + path;
        assertProblem(given().get(url), 401, "UNAUTHENTICATED");
        for (String token :
                List.of(
                        TestTokens.expired(Library.TENANT),
                        TestTokens.forged(Library.TENANT),
                        TestTokens.forAudience(Library.TENANT, "others"),
                        TestTokens.withoutTenant())) {
            assertProblem(given().auth().oauth2(token).get(url), 401, "UNAUTHENTICATED");
        }
    }

    @Test
    void pathsThatDoNotExistAreProblemsToo() {
        assertProblem(api.get("/full/plots/tsne.png"), 404, "NOT_FOUND");
        assertProblem(api.get("/full/unknown"), 404, "NOT_FOUND");
        assertProblem(
                api.call().accept("text/html").get(Api.MODELS + "/full"), 406, "NOT_ACCEPTABLE");
    }

    @Test
    void aNameIsNotShownAsAPage() {
        Response response = api.get("/%3Cscript%3Ealert(1)%3C%2Fscript%3E");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.contentType()).startsWith("application/problem+json");
        assertThat(response.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void cardsAreTheSameForEveryRequest() {
        Map<String, Object> first = json(api.get("/full")).getMap("");
        assertThat(json(api.get("/full")).getMap("")).isEqualTo(first);
    }
}
