package io.cuvette.batchcorrection.umap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.metric.Silhouette;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UmapTest {
    private static final JsonNode GRAPH = Oracle.read("umap_graph.json");
    private static final Embedding POINTS = Oracle.points(GRAPH.get("x"));

    @Test
    void localScalesEqualUmapLearn() {
        FuzzyGraph.LocalScale scale =
                FuzzyGraph.localScale(NearestNeighbors.search(POINTS, 14), 14);
        // umap-learn works in float32 and stops bisecting at 1e-5 of the target
        assertThat(scale.rho()).containsExactly(Oracle.reals(GRAPH.get("rhos")), within(1e-5));
        assertThat(scale.sigma()).containsExactly(Oracle.reals(GRAPH.get("sigmas")), within(2e-5));
    }

    @Test
    void graphWeightsEqualUmapLearn() {
        FuzzyGraph graph = FuzzyGraph.of(NearestNeighbors.search(POINTS, 14), 15);
        Map<Long, Double> expected = new HashMap<>();
        for (int k = 0; k < GRAPH.get("rows").size(); k++) {
            expected.put(
                    GRAPH.get("rows").get(k).asLong() * 1000 + GRAPH.get("columns").get(k).asInt(),
                    GRAPH.get("weights").get(k).asDouble());
        }
        assertThat(graph.weights()).hasSize(expected.size());
        for (int cell = 0; cell < graph.cells(); cell++) {
            for (int k = graph.pointers()[cell]; k < graph.pointers()[cell + 1]; k++) {
                assertThat(graph.weights()[k])
                        .isCloseTo(expected.get(cell * 1000L + graph.columns()[k]), within(1e-5));
            }
        }
    }

    @Test
    void curvesEqualUmapLearn() {
        for (JsonNode curve : GRAPH.get("curves")) {
            Curve fitted =
                    Curve.fit(curve.get("minDist").asDouble(), curve.get("spread").asDouble());
            assertThat(fitted.a()).isCloseTo(curve.get("a").asDouble(), within(1e-5));
            assertThat(fitted.b()).isCloseTo(curve.get("b").asDouble(), within(1e-5));
        }
    }

    @Test
    void keepsNeighborhoodsAsWellAsUmapLearnToWithinOnePercent() {
        JsonNode digits = Oracle.read("umap_quality.json");
        Embedding x = Oracle.points(digits.get("x"));
        int[] labels = Oracle.integers(digits.get("labels"));
        double trust = 0;
        double kept = 0;
        double separation = 0;
        for (int seed = 0; seed < 3; seed++) {
            Embedding plane = Umap.fit(x, UmapSettings.DEFAULT, seed);
            trust += LayoutQuality.trustworthiness(x, plane, 15) / 3;
            kept += LayoutQuality.neighborsKept(x, plane, 15) / 3;
            separation += Silhouette.average(plane, labels) / 3;
        }
        System.out.printf(
                "umap trustworthiness %.4f, neighbours kept %.4f, silhouette %.3f%n",
                trust, kept, separation);
        assertThat(trust).isGreaterThan(digits.get("trustworthiness").asDouble() - 0.01);
        assertThat(kept).isGreaterThan(digits.get("neighborsKept").asDouble() - 0.01);
        assertThat(separation).isGreaterThan(digits.get("labelSilhouette").asDouble() - 0.05);
    }

    @Test
    void theSeedDecidesTheLayoutToTheLastBit() {
        Embedding first = Umap.fit(POINTS, UmapSettings.DEFAULT, 5);
        assertThat(Umap.fit(POINTS, UmapSettings.DEFAULT, 5).values()).isEqualTo(first.values());
        assertThat(
                        Umap.fit(
                                        POINTS,
                                        NearestNeighbors.search(POINTS, 89),
                                        UmapSettings.DEFAULT,
                                        5)
                                .values())
                .isEqualTo(first.values());
        assertThat(Umap.fit(POINTS, UmapSettings.DEFAULT, 6).values()).isNotEqualTo(first.values());
    }

    @Test
    void aGraphInPiecesAndCoincidingCellsStillGiveAFiniteLayout() {
        Random random = new Random(2);
        double[] values = new double[60 * 3];
        for (int cell = 0; cell < 60; cell++) {
            for (int d = 0; d < 3; d++) {
                values[cell * 3 + d] =
                        cell < 20 ? 0 : (cell < 40 ? 1e3 : -1e3) + random.nextGaussian();
            }
        }
        Embedding pieces = new Embedding(60, 3, values);
        assertThat(FuzzyGraph.of(NearestNeighbors.search(pieces, 14), 15).isConnected()).isFalse();
        Embedding plane = Umap.fit(pieces, UmapSettings.DEFAULT, 1);
        assertThat(plane.isFinite()).isTrue();
        int[] piece = new int[60];
        for (int cell = 0; cell < 60; cell++) {
            piece[cell] = cell / 20;
        }
        assertThat(Silhouette.average(plane, piece)).isGreaterThan(0.5);
        Embedding few = new Embedding(3, 1, new double[] {0, 1, 2});
        assertThat(Umap.fit(few, UmapSettings.DEFAULT, 1).isFinite()).isTrue();
        assertThat(Umap.fit(new Embedding(5, 1, new double[5]), UmapSettings.DEFAULT, 1).isFinite())
                .isTrue();
    }

    @Test
    void refusesSettingsThatMeanNothing() {
        assertThatThrownBy(() -> new UmapSettings(1, 0.5, 1, 0, 5))
                .hasMessageContaining("neighbors");
        assertThatThrownBy(() -> new UmapSettings(15, 2, 1, 0, 5))
                .hasMessageContaining("minDistance <= spread");
        assertThatThrownBy(
                        () ->
                                Umap.fit(
                                        POINTS,
                                        NearestNeighbors.search(POINTS, 3),
                                        UmapSettings.DEFAULT,
                                        1))
                .hasMessageContaining("14 neighbours are needed");
    }
}
