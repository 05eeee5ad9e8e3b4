package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.testing.Api.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.app.testing.Api;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.Library;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as genomaps, and the test of their pixels. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class GenomapTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Api api = new Api(Library.TENANT);

    /** The usual request with some fields changed; fields are given as JSON. */
    private static String request(String... keysAndValues) throws IOException {
        return request("{'cells': ['cell020', 'cell100'], 'rows': 40}", keysAndValues);
    }

    private static String request(String usual, String[] keysAndValues) throws IOException {
        ObjectNode body = (ObjectNode) JSON.readTree(usual.replace('\'', '"'));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            body.set(keysAndValues[i], JSON.readTree(keysAndValues[i + 1].replace('\'', '"')));
        }
        return body.toString();
    }

    private Response genomap(String... keysAndValues) throws IOException {
        return api.post("/full:genomap", request(keysAndValues));
    }

    private JsonNode json(String... keysAndValues) throws IOException {
        String[] all = Arrays.copyOf(keysAndValues, keysAndValues.length + 2);
        all[keysAndValues.length] = "format";
        all[keysAndValues.length + 1] = "'json'";
        Response response = genomap(all);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return JSON.readTree(response.asByteArray());
    }

    private JsonNode card() throws IOException {
        return JSON.readTree(api.get("/full").asByteArray()).path("card");
    }

    @Test
    void everyGeneHasAPixelOfItsOwn() throws IOException {
        JsonNode view = json();

        assertThat(view.path("method").asText()).isEqualTo("medl_plus");
        assertThat(view.path("layout").asText()).isEqualTo("euclid2d");
        assertThat(view.path("drawnCells").asInt()).isEqualTo(40);
        JsonNode names = card().at("/preprocessing/genes");
        assertThat(view.path("genes")).hasSize(names.size());
        Set<List<Integer>> pixels = new HashSet<>();
        for (int gene = 0; gene < names.size(); gene++) {
            JsonNode placed = view.path("genes").get(gene);
            assertThat(placed.path("gene")).isEqualTo(names.get(gene));
            pixels.add(List.of(placed.path("row").asInt(), placed.path("column").asInt()));
        }
        assertThat(pixels).hasSize(names.size());
        int side = (int) Math.ceil(Math.sqrt(names.size()));
        assertThat(view.at("/grid/rows").asInt()).isEqualTo(side);
        assertThat(view.at("/grid/columns").asInt()).isEqualTo(side);
        assertThat(pixels).allMatch(pixel -> pixel.get(0) < side && pixel.get(1) < side);
        // genes that go together lie together
        assertThat(view.at("/quality/neighbors").asDouble())
                .isLessThan(view.at("/quality/allPairs").asDouble());
        assertThat(view.path("objective").isNumber()).isTrue();
        assertThat(view.path("converged").asBoolean()).isTrue();
    }

    @Test
    void validityAndSupportAreThoseOfProjecting() throws IOException {
        JsonNode view = json("method", "'paper'");
        JsonNode projection =
                JSON.readTree(
                        api.post(
                                        "/full:project",
                                        "{\"cells\": [\"cell020\", \"cell100\"], \"method\": \"paper\"}")
                                .asByteArray());

        assertThat(view.path("method").asText()).isEqualTo("re");
        assertThat(view.path("batchFree").asText()).isEqualTo("fe");
        assertThat(view.path("validity")).isEqualTo(projection.path("validity"));
        assertThat(view.path("trust")).isEqualTo(projection.path("trust"));
        assertThat(view.path("batches")).isEqualTo(projection.path("batches"));
        for (int cell = 0; cell < 2; cell++) {
            assertThat(view.path("cells").get(cell).path("cell"))
                    .isEqualTo(projection.path("cells").get(cell));
        }
    }

    @Test
    void theTableHoldsTheSamePositions() throws IOException {
        JsonNode view = json();
        Response csv = genomap("format", "'csv'");

        assertThat(csv.contentType()).startsWith("text/csv");
        assertThat(csv.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"full-v1-medl_plus-genomap.csv\"");
        List<String> lines = csv.asString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("gene,row,column");
        assertThat(lines).hasSize(1 + view.path("genes").size());
        JsonNode tenth = view.path("genes").get(9);
        assertThat(lines.get(10))
                .isEqualTo(
                        "%s,%d,%d"
                                .formatted(
                                        tenth.path("gene").asText(),
                                        tenth.path("row").asInt(),
                                        tenth.path("column").asInt()));
    }

    @Test
    void picturesHaveARowACellAndAColumnABatch() throws Exception {
        Response png = genomap();
        Response svg = genomap("format", "'svg'", "rings", "3");

        assertThat(png.contentType()).isEqualTo("image/png");
        assertThat(png.header("Cuvette-Model-Version")).isEqualTo("1");
        assertThat(png.header("Cuvette-Projection-Validity")).startsWith("ratio ");
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(png.asByteArray()));
        assertThat(image.getWidth()).isGreaterThan(800);
        assertThat(svg.contentType()).isEqualTo("image/svg+xml");
        assertThat(svg.header("Content-Security-Policy")).contains("img-src data:");
        Svg drawn = Svg.parse(svg.asByteArray());
        // two cells in three batches beside two more pictures, and the colours
        int images = drawn.document().getElementsByTagName("image").getLength();
        assertThat(images).isEqualTo(2 * 5 + 1);
        String text = String.join("\n", drawn.texts());
        assertThat(text).contains("input", "batch-free", "batch1", "batch2", "batch3");
        assertThat(text).contains("Validity of MEDL+: ratio", "Red title");
        JsonNode ringed = json("rings", "3").at("/cells/0/ringed");
        assertThat(ringed).hasSize(3);
        for (int rank = 0; rank < 3; rank++) {
            assertThat(drawn.texts()).contains((rank + 1) + " " + ringed.get(rank).asText());
        }
    }

    @Test
    void figuresOfOneScaleCanBeCompared() throws Exception {
        Response usual = genomap("format", "'svg'");
        Response chosen = genomap("format", "'svg'", "scale", "[-2.5, 7.25]");
        Response others =
                genomap("format", "'svg'", "scale", "[-2.5, 7.25]", "cells", "['cell033']");

        assertThat(Svg.parse(usual.asByteArray()).texts()).doesNotContain("7.25");
        assertThat(Svg.parse(chosen.asByteArray()).texts())
                .contains("7.25")
                .anyMatch(text -> text.endsWith("2.50") || text.endsWith("2.5"));
        assertThat(Svg.parse(others.asByteArray()).texts()).contains("7.25");
        assertThat(chosen.asString()).isNotEqualTo(usual.asString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 1]",
                "[2, -2]",
                "[1]",
                "[0, 1, 2]",
                "[]",
                "[null, 1]",
                "['NaN', 1]",
                "[0, 1e999]",
                "5",
                "['low', 'high']"
            })
    void scalesThatAreNoneAreRefused(String scale) throws IOException {
        JsonPath problem = assertProblem(genomap("scale", scale), 400, "INVALID_REQUEST");

        assertThat(problem.getString("errors[0].field")).startsWith("scale");
    }

    @Test
    void rareTypesInABatchAreMarkedAsExtrapolated() throws Exception {
        JsonNode view = json();
        Svg svg = Svg.parse(genomap("format", "'svg'").asByteArray());

        long extrapolated = 0;
        for (JsonNode cell : view.path("cells")) {
            for (JsonNode support : cell.at("/cell/support")) {
                extrapolated += support.asText().equals("EXTRAPOLATION") ? 1 : 0;
            }
        }
        assertThat(svg.texts().stream().filter(text -> text.endsWith(" *")).count())
                .isEqualTo(extrapolated);
    }

    @Test
    void theSameCellsAreTheSamePictureAndOthersTheSameLayout() throws IOException {
        byte[] first = genomap().asByteArray();

        assertThat(genomap().asByteArray()).isEqualTo(first);
        assertThat(json("cells", "['cell033']").path("genes")).isEqualTo(json().path("genes"));
        assertThat(json("layout", "'radial'").path("genes")).isNotEqualTo(json().path("genes"));
    }

    @Test
    void genesAreTheFirstOrThoseThatAreNamed() throws IOException {
        JsonNode names = card().at("/preprocessing/genes");

        JsonNode first = json("genes", "9");
        JsonNode named =
                json(
                        "genes",
                        JSON.writeValueAsString(
                                List.of(
                                        names.get(20).asText(),
                                        names.get(3).asText(),
                                        names.get(11).asText(),
                                        names.get(5).asText())),
                        "size",
                        "5");

        assertThat(first.path("genes")).hasSize(9);
        assertThat(first.at("/genes/8/gene")).isEqualTo(names.get(8));
        assertThat(named.path("genes")).hasSize(4);
        assertThat(named.at("/genes/0/gene")).isEqualTo(names.get(20));
        assertThat(named.at("/grid/rows").asInt()).isEqualTo(5);
    }

    @Test
    void batchesAreThoseThatAreNamed() throws IOException {
        JsonNode view = json("batches", "['batch3', 'batch1']");

        assertThat(view.at("/batches/0").asText()).isEqualTo("batch3");
        assertThat(view.path("batches")).hasSize(2);
        assertThat(genomap("batches", "['batch2']").statusCode()).isEqualTo(200);
    }

    @Test
    void hostileNamesAreTextInVectorFiles() throws Exception {
        Response svg =
                genomap("cells", JSON.writeValueAsString(SmallCells.ODD_NAMES), "format", "'svg'");

        assertThat(svg.asString()).doesNotContain("<script");
        assertThat(Svg.parse(svg.asByteArray()).texts())
                .anyMatch(text -> text.startsWith(SmallCells.ODD_NAMES.get(1)));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "cells, ['nobody'], cells, UNKNOWN_NAME",
                "\"cells\", \"['cell020', 'cell020']\", cells, DUPLICATE",
                "batches, ['nowhere'], batches, UNKNOWN_NAME",
                "batches, \"['batch1', 'batch1']\", batches, DUPLICATE",
                "method, 'pca', method, NO_PROJECTION",
                "method, 'magic', method, UNKNOWN_METHOD",
                "layout, 'round', layout, UNKNOWN_LAYOUT",
                "genes, 3, genes, TOO_FEW",
                "genes, 1025, genes, TOO_MANY",
                "genes, 1000, genes, TOO_MANY",
                "genes, 'all', genes, INVALID_VALUE",
                "genes, [1], genes, INVALID_VALUE",
                "genes, 7.5, genes, INVALID_VALUE",
                "genes, \"['a', 'b', 'c', 'd']\", genes, UNKNOWN_NAME",
                "genes, \"['a', 'b', 'c', 'c']\", genes, DUPLICATE",
                "size, 4, size, TOO_SMALL",
                "rows, 12001, rows, TOO_MANY",
                "format, 'gif', format, UNKNOWN_FORMAT"
            })
    void wrongChoicesAreNamed(String key, String value, String field, String code)
            throws IOException {
        String problem =
                assertProblem(genomap(key, value), 400, "INVALID_REQUEST", field)
                        .getString("errors[0].code");

        assertThat(problem).isEqualTo(code);
    }

    /** The model has 60 genes; what the layout allows is judged first. */
    @ParameterizedTest
    @CsvSource({
        "euclid2d, 1025, at most 1\\,024 genes are laid out at once by euclid2d",
        "euclid2d, 2916, or radial",
        "radial, 2917, at most 2\\,916 genes are laid out at once by radial",
        "euclid2d, 1024, the model has 60 genes",
        "radial, 2916, the model has 60 genes"
    })
    void theCapOfEachLayoutIsNamed(String layout, int genes, String words) throws IOException {
        String message =
                assertProblem(
                                genomap("layout", "'" + layout + "'", "genes", "" + genes),
                                400,
                                "INVALID_REQUEST",
                                "genes")
                        .getString("errors[0].message");

        assertThat(message).contains(words.replace("\\", ""));
    }

    /** Above the cap of its layout a list of names is refused before the names are looked up. */
    @Test
    void namesCountAsGenes() throws IOException {
        List<String> names = IntStream.range(0, 2_917).mapToObj(i -> "g" + i).toList();
        String many = JSON.writeValueAsString(names);
        String some = JSON.writeValueAsString(names.subList(0, 1_025));

        assertThat(code("layout", "'radial'", "genes", many)).isEqualTo("TOO_MANY");
        assertThat(code("layout", "'euclid2d'", "genes", some)).isEqualTo("TOO_MANY");
        assertThat(code("layout", "'radial'", "genes", some)).isEqualTo("UNKNOWN_NAME");
    }

    private String code(String... keysAndValues) throws IOException {
        return assertProblem(genomap(keysAndValues), 400, "INVALID_REQUEST", "genes")
                .getString("errors[0].code");
    }

    /** More failures than there are turns, each of them while it has one. */
    @Test
    void turnsComeBackAfterFailures() throws IOException {
        for (int i = 0; i < 5; i++) {
            Response failed = api.post("/orphan:genomap", request());
            assertThat(failed.statusCode()).isNotEqualTo(200);
            assertThat(failed.jsonPath().getString("errorCode")).isNotEqualTo("OVERLOADED");
        }
        assertThat(genomap().statusCode()).isEqualTo(200);
    }

    /**
     * 60,000 rows over 5 batches and 2 more pictures are 8,571 cells, whatever the layout takes.
     */
    @Test
    void theBatchesOfTheGroupsBoundTheCells() throws IOException {
        Response over = test("rows", "8572", "batches", "['batch1']");
        String message =
                assertProblem(over, 400, "INVALID_REQUEST", "rows").getString("errors[0].message");

        assertThat(message).contains("5 batches", "at most 8,571 cells");
        assertThat(test("rows", "8571", "batches", "['batch1']").statusCode()).isEqualTo(200);
        assertThat(
                        test(
                                        "rows",
                                        "10000",
                                        "batches",
                                        "['batch1']",
                                        "groupA",
                                        "['batch1', 'batch2']",
                                        "groupB",
                                        "['batch4', 'batch5']")
                                .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {"rings, 11", "rings, -1", "size, 65", "size, 1", "rows, 1", "cells, []"})
    void valuesOutOfRangeAreNamed(String key, String value) throws IOException {
        assertProblem(genomap(key, value), 400, "INVALID_REQUEST", key);
    }

    @Test
    void moreThanTwentyCellsAreRefused() throws IOException {
        List<String> cells =
                IntStream.range(20, 41).mapToObj(i -> "cell%03d".formatted(i)).toList();

        assertProblem(
                genomap("cells", JSON.writeValueAsString(cells)), 400, "INVALID_REQUEST", "cells");
    }

    @Test
    void ringsNeedBatchesToDiffer() throws IOException {
        assertProblem(
                genomap("rings", "2", "batches", "['batch1']"), 400, "INVALID_REQUEST", "rings");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-test"})
    void othersSeeNothing(String verb) throws IOException {
        String body = verb.isEmpty() ? request() : GROUPS.replace('\'', '"');
        assertProblem(new Api("another").post("/full:genomap" + verb, body), 404, "NOT_FOUND");
        assertProblem(api.post("/nothing:genomap" + verb, body), 404, "NOT_FOUND");
        assertProblem(
                api.call().get(Api.MODELS + "/full:genomap" + verb), 405, "METHOD_NOT_ALLOWED");
    }

    private static final String GROUPS =
            "{'groupA': ['batch1', 'batch2'], 'groupB': ['batch3', 'batch4', 'batch5'], 'rows': 40}";

    private Response test(String... keysAndValues) throws IOException {
        return api.post("/grouped:genomap-test", request(GROUPS, keysAndValues));
    }

    @Test
    void pixelsAreTestedBetweenGroupsOfBatches() throws IOException {
        Response response = test();
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        JsonNode view = JSON.readTree(response.asByteArray());

        // 2 of 5 batches: 10 ways, both ends
        assertThat(view.path("smallestPossibleP").asDouble()).isCloseTo(.2, within(1e-12));
        assertThat(view.path("below05").asInt()).isZero();
        assertThat(view.path("trust").asText()).startsWith("unknown");
        assertThat(view.path("expectedByChance").asDouble())
                .isCloseTo(.05 * view.path("genes").size(), within(1e-9));
        List<Double> p = new ArrayList<>();
        for (JsonNode gene : view.path("genes")) {
            p.add(gene.path("p").asDouble());
            assertThat(gene.path("p").asDouble()).isBetween(.2 - 1e-12, 1.0);
            assertThat(gene.path("q").asDouble()).isGreaterThanOrEqualTo(gene.path("p").asDouble());
        }
        assertThat(p).contains(.2);
    }

    @Test
    void meanDifferencesAreThoseOfTheProjections() throws IOException {
        JsonNode view = JSON.readTree(test("genes", "6", "rows", "2").asByteArray());
        JsonNode swapped =
                JSON.readTree(
                        test(
                                        "genes",
                                        "6",
                                        "rows",
                                        "2",
                                        "groupA",
                                        "['batch3', 'batch4', 'batch5']",
                                        "groupB",
                                        "['batch1', 'batch2']")
                                .asByteArray());
        JsonNode projection =
                JSON.readTree(
                        api.post(
                                        "/grouped:project",
                                        "{\"cells\": [\"cell020\"], \"space\": \"scaled\"}")
                                .asByteArray());

        for (int gene = 0; gene < 6; gene++) {
            double difference = view.path("genes").get(gene).path("meanDifference").asDouble();
            assertThat(swapped.path("genes").get(gene).path("meanDifference").asDouble())
                    .isCloseTo(-difference, within(1e-9));
            // offsets are the same for every cell: a single one has the sign of all
            double[] scaled = new double[5];
            for (int batch = 0; batch < 5; batch++) {
                scaled[batch] = projection.at("/values/0/%d/%d".formatted(batch, gene)).asDouble();
            }
            double own = (scaled[0] + scaled[1]) / 2 - (scaled[2] + scaled[3] + scaled[4]) / 3;
            assertThat(Math.signum(difference)).isEqualTo(Math.signum(own));
        }
    }

    @Test
    void theTestIsATableToo() throws IOException {
        JsonNode view = JSON.readTree(test().asByteArray());
        Response csv = test("format", "'csv'");

        assertThat(csv.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"grouped-v1-medl_plus-genomap-test.csv\"");
        List<String> lines = csv.asString().lines().toList();
        assertThat(lines.get(0)).isEqualTo("gene,row,column,mean_difference,p,q");
        JsonNode third = view.path("genes").get(2);
        assertThat(lines.get(3))
                .startsWith(
                        "%s,%d,%d,%s,"
                                .formatted(
                                        third.path("gene").asText(),
                                        third.path("row").asInt(),
                                        third.path("column").asInt(),
                                        third.path("meanDifference").asDouble()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "groupA, ['batch1'], groupA, TOO_FEW",
                "groupB, ['batch5'], groupB, TOO_FEW",
                "groupB, \"['batch2', 'batch3']\", groupB, DUPLICATE",
                "groupA, \"['batch1', 'batch1']\", groupA, DUPLICATE",
                "groupB, \"['batch3', 'nowhere']\", groupB, UNKNOWN_NAME",
                "format, 'png', format, UNKNOWN_FORMAT",
                "layout, 'round', layout, UNKNOWN_LAYOUT"
            })
    void wrongGroupsAreNamed(String key, String value, String field, String code)
            throws IOException {
        String problem =
                assertProblem(test(key, value), 400, "INVALID_REQUEST", field)
                        .getString("errors[0].code");

        assertThat(problem).isEqualTo(code);
    }
}
