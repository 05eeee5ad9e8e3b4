package io.cuvette.batchcorrection.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.BatchEffect.Independent;
import io.cuvette.batchcorrection.synthetic.SplatterLike.Settings;
import io.cuvette.batchcorrection.synthetic.SplatterLike.Simulation;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroundTruthTest {

    private static final Settings SMALL = new Settings(300, 120, 4, 3, 0.5, 0, true);

    @Test
    void aCellKeepsDepthAndTypeInEveryBatch() {
        GroundTruth truth = SplatterLike.generate(SMALL, 3).truth();
        for (int cell = 0; cell < 20; cell++) {
            for (int batch = 0; batch < 4; batch++) {
                double[] rate = truth.rate(cell, batch);
                assertThat(Arrays.stream(rate).sum())
                        .isCloseTo(truth.libraries()[cell], within(1e-8));
                double[] neutral = truth.rateWithoutBatch(cell);
                // the ratio of any two genes changes by the ratio of their batch factors
                double[] factor = truth.batchFactors()[batch];
                assertThat(rate[7] / rate[8])
                        .isCloseTo(neutral[7] / neutral[8] * factor[7] / factor[8], within(1e-6));
            }
            assertThat(truth.rate(cell)).isEqualTo(truth.rate(cell, truth.batches()[cell]));
        }
    }

    @Test
    void countsAverageToTheRateLeftByTheDropout() {
        // many cells of one type and batch: the mean count must follow the rate gene by gene
        Settings one = new Settings(4000, 60, 1, 1, 0.35, 0, false);
        Simulation simulation = SplatterLike.generate(one, 8);
        CsrMatrix counts = (CsrMatrix) simulation.data().x();
        double[] mean = new double[60];
        double[] expected = new double[60];
        float[] row = new float[60];
        for (int cell = 0; cell < 4000; cell++) {
            counts.copyRow(cell, row, 0);
            double[] rate = simulation.rate(cell, 0);
            for (int gene = 0; gene < 60; gene++) {
                mean[gene] += row[gene] / 4000;
                expected[gene] += rate[gene] / 4000;
            }
        }
        for (int gene = 0; gene < 60; gene++) {
            // from a rate of 20 on, dropout takes less than 2 % of it
            if (expected[gene] > 20) {
                assertThat(mean[gene] / expected[gene]).isCloseTo(0.98, within(0.06));
            }
        }
        assertThat(Arrays.stream(expected).filter(rate -> rate > 20).count()).isGreaterThan(10);
    }

    @Test
    void matricesOfRatesAgreeWithThoseOfSingleCells() {
        Simulation simulation = SplatterLike.generate(SMALL, 3);
        DenseMatrix inSecond = simulation.truth().rates(1);
        DenseMatrix layer = (DenseMatrix) simulation.data().layers().get(SplatterLike.TRUTH);
        double[] rate = simulation.rate(17, 1);
        double[] neutral = simulation.truth().rateWithoutBatch(17);
        for (int gene = 0; gene < 120; gene++) {
            assertThat(inSecond.get(17, gene)).isEqualTo((float) rate[gene]);
            assertThat(layer.get(17, gene)).isEqualTo((float) neutral[gene]);
        }
    }

    @Test
    void withoutBatchEffectEveryBatchIsTheTruth() {
        GroundTruth truth =
                SplatterLike.generate(SMALL.withBatchEffect(new Independent(0)), 3).truth();
        for (int batch = 0; batch < 4; batch++) {
            assertThat(truth.rate(5, batch))
                    .containsExactly(truth.rateWithoutBatch(5), within(1e-9));
        }
    }

    @Test
    void theTruthLayerChangesNoCount() {
        Settings without = new Settings(300, 120, 4, 3, 0.5, 0, false);
        assertThat(((CsrMatrix) SplatterLike.generate(SMALL, 3).data().x()).values())
                .isEqualTo(((CsrMatrix) SplatterLike.generate(without, 3).data().x()).values());
    }

    @Test
    void rowsThatAreStreamedAreThoseThatAreHeld() throws IOException {
        CsrMatrix held = (CsrMatrix) SplatterLike.generate(SMALL, 3).data().x();
        int[] next = {0};
        SplatterLike.Streamed streamed =
                SplatterLike.stream(
                        SMALL,
                        3,
                        (columns, values, offset, length) -> {
                            int from = held.rowPointers()[next[0]++];
                            assertThat(Arrays.copyOfRange(values, offset, offset + length))
                                    .isEqualTo(
                                            Arrays.copyOfRange(held.values(), from, from + length));
                        });
        assertThat(next[0]).isEqualTo(300);
        assertThat(streamed.obs().size()).isEqualTo(300);
        assertThat(streamed.truth().libraries()).hasSize(300);
    }

    @Test
    void aSinkThatFailsEndsTheSimulation() {
        assertThatThrownBy(
                        () ->
                                SplatterLike.stream(
                                        SMALL,
                                        3,
                                        (columns, values, offset, length) -> {
                                            throw new IOException("no space left");
                                        }))
                .isInstanceOf(IOException.class)
                .hasMessage("no space left");
    }

    @Test
    void syn147HasOriginsThatAreFunctionsOfTheBatch() {
        Simulation simulation = SplatterLike.generate(Settings.SYN147, 2);
        AnnData data = simulation.data();
        assertThat(data.cells()).isEqualTo(5880);
        assertThat(data.genes()).isEqualTo(2000);
        Grouping batches = Grouping.of(data.obs().column("batch").orElseThrow());
        assertThat(batches.names()).hasSize(147);
        Map<String, Integer> levels =
                Map.of("donor", 14, "region", 6, "protocol", 3, "diagnosis", 2);
        levels.forEach(
                (name, number) -> {
                    Column origin = data.obs().column(name).orElseThrow();
                    assertThat(Grouping.of(origin).names()).as(name).hasSize(number);
                    Map<String, String> ofBatch = new HashMap<>();
                    for (int cell = 0; cell < data.cells(); cell++) {
                        String batch = data.obs().column("batch").orElseThrow().text(cell);
                        String known = ofBatch.putIfAbsent(batch, origin.text(cell));
                        assertThat(known == null || known.equals(origin.text(cell))).isTrue();
                    }
                });
        long combinations =
                IntStream.range(0, data.cells())
                        .mapToObj(
                                cell ->
                                        List.of("donor", "region", "protocol").stream()
                                                .map(
                                                        name ->
                                                                data.obs()
                                                                        .column(name)
                                                                        .orElseThrow()
                                                                        .text(cell))
                                                .toList())
                        .distinct()
                        .count();
        assertThat(combinations).isEqualTo(147);
    }

    @Test
    void hierarchicalFactorsShareWhatTheirBatchesShare() {
        Hierarchical effect = new Hierarchical(5, 2, 2, 0.2, 0.1, 0.3, 0.1);
        Simulation simulation =
                SplatterLike.generate(new Settings(400, 3000, 20, 2, effect, 0, false), 5);
        int[] protocolOf = new int[20];
        int[] protocols =
                ((Column.Categorical) simulation.data().obs().column("protocol").orElseThrow())
                        .codes();
        for (int cell = 0; cell < 400; cell++) {
            protocolOf[simulation.truth().batches()[cell]] = protocols[cell];
        }
        double all = 0;
        double same = 0;
        double other = 0;
        int sames = 0;
        int others = 0;
        for (int a = 0; a < 20; a++) {
            all += covariance(simulation.batchFactors(), a, a) / 20;
            for (int b = 0; b < a; b++) {
                if (protocolOf[a] == protocolOf[b]) {
                    same += covariance(simulation.batchFactors(), a, b);
                    sames++;
                } else {
                    other += covariance(simulation.batchFactors(), a, b);
                    others++;
                }
            }
        }
        // variance .2^2 + .1^2 + .3^2 + .1^2
        assertThat(all).isCloseTo(0.15, within(0.01));
        // two batches of one protocol share .3^2 = .09 more than those of different ones
        assertThat(same / sames - other / others).isCloseTo(0.09, within(0.02));
    }

    @Test
    void scalingMovesTheFactorsAwayFromOneAndZeroRemovesThem() {
        Settings settings = new Settings(50, 30, 6, 2, Hierarchical.HEART, 0, false);
        double[][] usual = SplatterLike.generate(settings, 1).batchFactors();
        double[][] half =
                SplatterLike.generate(settings.withBatchEffect(Hierarchical.HEART.scaledBy(0.5)), 1)
                        .batchFactors();
        double[][] none =
                SplatterLike.generate(settings.withBatchEffect(Hierarchical.HEART.scaledBy(0)), 1)
                        .batchFactors();
        for (int gene = 0; gene < 30; gene++) {
            assertThat(Math.log(half[2][gene]))
                    .isCloseTo(Math.log(usual[2][gene]) / 2, within(1e-12));
            assertThat(none[2][gene]).isEqualTo(1);
        }
    }

    private static double covariance(double[][] factors, int a, int b) {
        double sum = 0;
        for (int gene = 0; gene < factors[a].length; gene++) {
            sum += Math.log(factors[a][gene]) * Math.log(factors[b][gene]);
        }
        return sum / factors[a].length;
    }

    @Test
    void refusesSettingsThatCannotBe() {
        assertThatThrownBy(() -> new Settings(10, 10, 253, 2, Hierarchical.HEART, 0, false))
                .hasMessageContaining("at most 252 batches, not 253");
        assertThatThrownBy(() -> new Settings(10, 10, 2, 2, -0.1, 0, false))
                .hasMessageContaining("sigma must be at least 0");
        assertThatThrownBy(() -> new Settings(10, 10, 2, 2, Double.NaN, 0, false))
                .hasMessageContaining("sigma must be at least 0");
        assertThatThrownBy(() -> new Settings(10, 10, 2, 2, 0.1, 1, false))
                .hasMessageContaining("missingPairs must be in [0, 1)");
        assertThatThrownBy(() -> new Settings(0, 10, 2, 2, 0.1, 0, false))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new Hierarchical(0, 6, 3, 0.2, 0.1, 0.3, 0.1))
                .hasMessageContaining("at least 1");
    }

    @Test
    void earlierSeedsStillGiveTheSameCounts() {
        assertThat(fingerprint(new Settings(100, 50, 3, 2, 0.35, 0, false))).isEqualTo(-1060618255);
        assertThat(fingerprint(new Settings(80, 60, 5, 4, 0.6, 0.3, true))).isEqualTo(-1980385962);
    }

    private static int fingerprint(Settings settings) {
        AnnData data = SplatterLike.generate(settings, 4).data();
        CsrMatrix counts = (CsrMatrix) data.x();
        int hash = Arrays.hashCode(counts.values());
        hash = hash * 31 + Arrays.hashCode(counts.columnIndices());
        hash = hash * 31 + Arrays.hashCode(counts.rowPointers());
        for (String column : List.of("batch", "label")) {
            hash =
                    hash * 31
                            + Arrays.hashCode(
                                    ((Column.Categorical) data.obs().column(column).orElseThrow())
                                            .codes());
        }
        return hash;
    }
}
