package io.cuvette.batchcorrection.app.rest;

import static io.cuvette.batchcorrection.app.rest.GenomapRequests.API;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.JSON;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.genomap;
import static io.cuvette.batchcorrection.app.rest.GenomapRequests.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.app.testing.CorrectionBackends;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.app.testing.Svg;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** Cells as genomaps: positions of genes, figures, tables. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class GenomapTest {

    private static JsonNode card() throws IOException {
        return JSON.readTree(API.get("/full").asByteArray()).path("card");
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
                        API.post(
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
}
