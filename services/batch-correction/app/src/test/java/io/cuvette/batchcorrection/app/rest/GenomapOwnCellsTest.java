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
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.SparseMatrix;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The paper's test of pixels: each batch's own cells, nothing projected. */
@QuarkusTest
@QuarkusTestResource(CorrectionBackends.class)
class GenomapOwnCellsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GENES = 6;

    Library library;

    private final Api api = new Api(Library.TENANT);

    private TrainingCells cells;
    private SparseMatrix scaled;

    @BeforeEach
    void readCells() throws Exception {
        cells = TrainingCells.read(library.trained().grouped());
        AnnData data = SmallCells.fiveBatches();
        try (TrainedModel model = TrainedModel.load(library.trained().grouped())) {
            scaled = model.card().preprocessing().apply(data.x(), data.var().index()).scaled();
        }
    }

    @AfterEach
    void closeCells() throws IOException {
        cells.close();
    }

    private Response test(String more) throws IOException {
        ObjectNode body =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"groupA": ["batch1", "batch2"],
                                 "groupB": ["batch3", "batch4", "batch5"],
                                 "average": "own", "genes": %d}
                                """
                                        .formatted(GENES));
        body.setAll((ObjectNode) JSON.readTree("{" + more.replace('\'', '"') + "}"));
        return api.post("/grouped:genomap-test", body.toString());
    }

    private JsonNode compare(String more) throws IOException {
        Response response = test(more);
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return JSON.readTree(response.asByteArray());
    }

    /** Means of a batch's own cells in scaled space, from the data alone; batches x genes. */
    private double[][] means(int[] chosen) {
        double[][] means = new double[5][GENES];
        int[] counts = new int[5];
        float[] row = new float[scaled.columns()];
        for (int cell : chosen) {
            int batch = cells.index().batches()[cell];
            counts[batch]++;
            scaled.copyRow(cells.index().rows()[cell], row, 0);
            for (int gene = 0; gene < GENES; gene++) {
                means[batch][gene] += row[gene];
            }
        }
        for (int batch = 0; batch < 5; batch++) {
            for (int gene = 0; gene < GENES; gene++) {
                means[batch][gene] /= counts[batch];
            }
        }
        return means;
    }

    private static double difference(double[][] means, int gene) {
        return (means[0][gene] + means[1][gene]) / 2
                - (means[2][gene] + means[3][gene] + means[4][gene]) / 3;
    }

    private String names(int[] chosen) throws IOException {
        return "'cells': "
                + JSON.writeValueAsString(
                        Arrays.stream(chosen).mapToObj(cells.names()::get).toList());
    }

    @Test
    void averagesAreThoseOfTheMeasuredCells() throws IOException {
        int[] all = IntStream.range(0, cells.index().size()).toArray();
        int[] even = Arrays.stream(all).filter(cell -> cell % 2 == 0).toArray();

        // more than any batch has: all of its cells
        JsonNode whole = compare("'rows': 150");
        JsonNode half = compare("'rows': 150, " + names(even));

        double[][] ofAll = means(all);
        double[][] ofHalf = means(even);
        for (int gene = 0; gene < GENES; gene++) {
            double found = whole.path("genes").get(gene).path("meanDifference").asDouble();
            double foundOfHalf = half.path("genes").get(gene).path("meanDifference").asDouble();
            // both in deviations of the same gene in the same layout
            double deviation = difference(ofAll, gene) / found;
            assertThat(deviation).isPositive();
            assertThat(foundOfHalf * deviation).isCloseTo(difference(ofHalf, gene), within(1e-6));
        }
        assertThat(whole.path("drawnCells").asInt()).isEqualTo(all.length);
        assertThat(half.path("drawnCells").asInt()).isEqualTo(even.length);
        int[] sizes = new int[5];
        Arrays.stream(even).forEach(cell -> sizes[cells.index().batches()[cell]]++);
        for (int batch = 0; batch < 5; batch++) {
            assertThat(half.path("cells").get(batch).asInt()).isEqualTo(sizes[batch]);
        }
    }

    @Test
    void pAndQAreThoseOfTheAverages() throws IOException {
        JsonNode view = compare("'rows': 150");
        double[][] means = means(IntStream.range(0, cells.index().size()).toArray());

        double[] p = new double[GENES];
        for (int gene = 0; gene < GENES; gene++) {
            p[gene] = exact(means, gene);
            assertThat(view.path("genes").get(gene).path("p").asDouble())
                    .isCloseTo(p[gene], within(1e-12));
        }
        for (int gene = 0; gene < GENES; gene++) {
            // Benjamini and Hochberg: least n p_(j) / j of the genes from this one on
            double q = 1;
            for (double level : p) {
                if (level >= p[gene]) {
                    long rank = Arrays.stream(p).filter(other -> other <= level).count();
                    q = Math.min(q, level * GENES / rank);
                }
            }
            assertThat(view.path("genes").get(gene).path("q").asDouble())
                    .isCloseTo(q, within(1e-12));
        }
    }

    /** Two-sided Mann-Whitney p by counting: U of every choice of two of the five averages. */
    private static double exact(double[][] means, int gene) {
        int own = wins(means, gene, 0, 1);
        int as = 0;
        int ways = 0;
        for (int a = 0; a < 5; a++) {
            for (int b = a + 1; b < 5; b++) {
                ways++;
                // U lies between 0 and 6: at least as far from 3
                as += Math.abs(wins(means, gene, a, b) - 3) >= Math.abs(own - 3) ? 1 : 0;
            }
        }
        return (double) as / ways;
    }

    private static int wins(double[][] means, int gene, int a, int b) {
        int wins = 0;
        for (int other = 0; other < 5; other++) {
            if (other != a && other != b) {
                wins += means[a][gene] > means[other][gene] ? 1 : 0;
                wins += means[b][gene] > means[other][gene] ? 1 : 0;
            }
        }
        return wins;
    }

    @Test
    void theAnswerSaysThatNothingIsProjected() throws IOException {
        JsonNode view = compare("'rows': 4");

        assertThat(view.path("average").asText()).isEqualTo("own");
        assertThat(view.path("trust").asText()).startsWith("nothing is projected");
        assertThat(view.path("validity").isObject()).isFalse();
        assertThat(view.path("drawnCells").asInt()).isEqualTo(20);
        Response csv = test("'rows': 4, 'format': 'csv'");
        assertThat(csv.header("Cuvette-Projection-Validity")).startsWith("nothing is projected");
        assertThat(csv.header("Content-Disposition")).contains("grouped-v1-own-genomap-test.csv");
        assertThat(csv.asString().lines().toList()).hasSize(1 + GENES);
    }

    @Test
    void chosenCellsCanBeProjectedToo() throws IOException {
        int[] few = {3, 40, 77};
        JsonNode chosen = compare("'average': 'projected', 'rows': 20, " + names(few));
        JsonNode drawn = compare("'average': 'projected', 'rows': 20");

        assertThat(chosen.path("average").asText()).isEqualTo("projected");
        assertThat(chosen.path("drawnCells").asInt()).isEqualTo(3);
        assertThat(chosen.path("cells").toString()).isEqualTo("[3,3,3,3,3]");
        assertThat(drawn.path("drawnCells").asInt()).isEqualTo(20);
        assertThat(chosen.path("trust").asText()).startsWith("unknown");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'average': 'mine'                    | average | UNKNOWN_AVERAGE",
                "'cells': ['nobody']                  | cells   | UNKNOWN_NAME",
                "'cells': ['cell020', 'cell020']      | cells   | DUPLICATE",
                "'cells': ['cell020']                 | cells   | NO_CELLS",
                "'groupA': ['batch1', 'batch1']       | groupA  | DUPLICATE"
            },
            quoteCharacter = '~')
    void whatCannotBeMeantIsNamed(String more, String field, String code) throws IOException {
        assertProblem(test(more), 400, "INVALID_REQUEST", field, code);
    }
}
