package io.cuvette.batchcorrection.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.cuvette.batchcorrection.counterfactual.Validity;
import io.cuvette.batchcorrection.plot.BatchEffects.EffectInterval;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Pictures;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counterfactual expression of a cell and batch effects of a gene. */
class BatchFiguresTest {

    private static final Validity HELPS = new Validity(.61, 1, .99, .77, 90, 30, 3);
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private static CounterfactualHeat heat(double[][] values, boolean[] extrapolated, int own) {
        return heat(values, extrapolated, own, true);
    }

    private static CounterfactualHeat heat(
            double[][] values, boolean[] extrapolated, int own, boolean heldOut) {
        return new CounterfactualHeat(
                "cell 1",
                "medl_plus",
                "scaled",
                List.of("G1", "G2"),
                List.of("a", "b", "c"),
                values,
                own,
                extrapolated,
                Optional.of(HELPS),
                heldOut);
    }

    @Test
    void genesWithTheLargestSpreadAcrossBatchesComeFirst() {
        double[][] projections = {{1, 5, 0, 2}, {2, 5, 9, 4}, {3, 5, 0, 6}};
        CounterfactualHeat heat =
                CounterfactualHeat.ofMostVariable(
                        "cell",
                        "harmony",
                        "log1p",
                        List.of("small", "none", "large", "middle"),
                        List.of("a", "b", "c"),
                        projections,
                        3,
                        0,
                        new boolean[3],
                        Optional.of(HELPS),
                        true);
        assertThat(heat.genes()).containsExactly("large", "middle", "small");
        assertThat(heat.values()).isDeepEqualTo(new double[][] {{0, 9, 0}, {2, 4, 6}, {1, 2, 3}});
    }

    @Test
    void coloursRunFromTheLeastToTheGreatestValue() {
        double[][] values = {{0, 5, 10}, {10, 0, 5}};
        BufferedImage image = Pictures.render(heat(values, new boolean[3], 2).picture());
        int[] rgb =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (double share : new double[] {0, 128 / 255.0, 1}) {
            int colour = ColorMap.VIRIDIS.at(share).getRGB();
            // two fields of 44 x 18 units, four pixels each, less the red edge of the own batch
            assertThat(IntStream.of(rgb).filter(pixel -> pixel == colour).count())
                    .isBetween(4_800L, 2 * 44 * 18 * 4L + 200);
        }
        assertThat(IntStream.of(rgb).filter(pixel -> pixel == 0xFFC00000).count())
                .isGreaterThan(2 * (44 + 36) * 4L);
    }

    @Test
    void extrapolatedBatchesAreHatchedAndExplained() throws Exception {
        double[][] values = new double[2][3];
        Picture plain = heat(values, new boolean[3], 0).picture();
        Picture hatched = heat(values, new boolean[] {false, false, true}, 0).picture();
        assertThat(PicturesTest.texts(plain)).contains("red: the cell's own batch");
        assertThat(PicturesTest.texts(hatched))
                .contains(
                        "red: the cell's own batch; hatched: the cell's type is absent in the batch");
        BufferedImage without = Pictures.render(plain);
        BufferedImage with = Pictures.render(hatched);
        int differing = 0;
        int leftmost = Integer.MAX_VALUE;
        for (int x = 0; x < with.getWidth(); x++) {
            for (int y = 0; y < with.getHeight() - 120; y++) {
                if (with.getRGB(x, y) != without.getRGB(x, y)) {
                    differing++;
                    leftmost = Math.min(leftmost, x);
                }
            }
        }
        assertThat(differing).isBetween(800, 2 * 44 * 36 * 2);
        // names of 20 units, then two columns that are not hatched
        assertThat(leftmost).isGreaterThanOrEqualTo(2 * (20 + 20 + 8 + 2 * 44) - 1);
    }

    @Test
    void footerSaysWhetherTheMethodIsToBeBelieved() throws Exception {
        assertThat(
                        String.join(
                                " ",
                                PicturesTest.texts(
                                        heat(new double[2][3], new boolean[3], 0).picture())))
                .contains(
                        "Validity of medl_plus on held-out cells: distance ratio 0.610 (below 1: helps)")
                .contains("99 % keep their type, correlation with the true change 0.77");
        CounterfactualHeat misleading = ExamplePictures.heat(List.of("a", "b"), 3, 52.3);
        assertThat(String.join(" ", PicturesTest.texts(misleading.picture())))
                .contains("distance ratio 52.3 (not below 1: projecting misleads)");
    }

    @Test
    void footerDoesNotCallCellsHeldOutThatTheFitHasSeen() throws Exception {
        String texts =
                String.join(
                        " ",
                        PicturesTest.texts(
                                heat(new double[2][3], new boolean[3], 0, false).picture()));

        assertThat(texts)
                .contains("Validity of medl_plus on cells that its fit has seen: distance ratio")
                .doesNotContain("held-out");
    }

    @Test
    void refusesProjectionsThatAreNotWhole() {
        assertThatThrownBy(
                        () ->
                                heat(
                                        new double[][] {{0, 1, Double.NaN}, {0, 1, 2}},
                                        new boolean[3],
                                        0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a value of G1 is NaN");
        assertThatThrownBy(() -> heat(new double[2][2], new boolean[3], 0))
                .hasMessageContaining("2 values of G1 for 3 batches");
        assertThatThrownBy(() -> heat(new double[3][3], new boolean[3], 0))
                .hasMessageContaining("3 rows, 2 genes");
        assertThatThrownBy(() -> heat(new double[2][3], new boolean[2], 0))
                .hasMessageContaining("2 flags for 3 batches");
        assertThatThrownBy(() -> heat(new double[2][3], new boolean[3], 3))
                .hasMessageContaining("the own batch is 3 of 3");
        assertThatThrownBy(() -> ExamplePictures.heat(List.of("a"), 61, 1))
                .hasMessageContaining("1 to 60 genes are needed, got 61");
    }

    @Test
    void effectsAreRankedWithTheirIntervalsAndIcc() throws Exception {
        BatchEffects effects =
                new BatchEffects(
                        "FTL",
                        "scaled expression",
                        OptionalDouble.of(.1234),
                        List.of(
                                EffectInterval.ofNormal("low", -1, .1),
                                EffectInterval.ofNormal("high", 2, 2),
                                EffectInterval.ofNormal("middle", .5, .1)));
        assertThat(effects.ranked().stream().map(EffectInterval::batch))
                .containsExactly("high", "middle", "low");
        assertThat(effects.effects().get(0).low()).isCloseTo(-1.195996398, within(1e-9));
        assertThat(effects.ranked().stream().map(EffectInterval::clear))
                .containsExactly(false, true, true);
        assertThat(PicturesTest.texts(effects.picture()))
                .contains("Batch effects on FTL, ICC 0.123", "high", "middle", "low", "0")
                .contains("effect (scaled expression)");
    }

    @Test
    void aHundredAndFortySevenBatchesAreAllNamed() throws Exception {
        List<String> names = ExamplePictures.names("Heart donor ", 147);
        assertThat(PicturesTest.texts(ExamplePictures.effects(names).picture())).containsAll(names);
    }

    @Test
    void ofAThousandBatchesTheExtremesAreShownAndTheRestCounted() throws Exception {
        BatchEffects effects = ExamplePictures.effects(ExamplePictures.names("s", 1000));
        List<String> texts = PicturesTest.texts(effects.picture());
        List<String> ranked = effects.ranked().stream().map(EffectInterval::batch).toList();
        assertThat(texts)
                .containsAll(ranked.subList(0, 150))
                .containsAll(ranked.subList(850, 1000))
                .doesNotContainAnyElementsOf(ranked.subList(150, 850))
                .contains("… 700 more");
    }

    @Test
    void refusesEffectsThatMeanNothing() {
        assertThatThrownBy(() -> new EffectInterval("a", Double.NaN, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the effect of a is NaN");
        assertThatThrownBy(() -> new EffectInterval("a", 2, 0, 1))
                .hasMessageContaining("does not hold");
        assertThatThrownBy(() -> EffectInterval.ofNormal("a", 0, -1))
                .hasMessageContaining("standard deviation of a is -1");
        assertThatThrownBy(() -> new BatchEffects("g", "", OptionalDouble.empty(), List.of()))
                .hasMessageContaining("1 to 1,000 batches are needed, got 0");
        EffectInterval effect = new EffectInterval("a", 0, 0, 0);
        assertThatThrownBy(() -> new BatchEffects("g", "", OptionalDouble.of(1.2), List.of(effect)))
                .hasMessageContaining("intraclass correlation is 1.2");
        assertThatThrownBy(
                        () ->
                                new BatchEffects(
                                        "g", "", OptionalDouble.empty(), List.of(effect, effect)))
                .hasMessageContaining("batch a comes twice");
    }

    @Test
    void pointsSurviveJson() throws Exception {
        JsonNode heat = JSON.valueToTree(ExamplePictures.heat(List.of("a", "b"), 3, .8));
        assertThat(heat.at("/values/0").size()).isEqualTo(2);
        assertThat(heat.at("/validity/ratio").asDouble()).isEqualTo(.8);
        assertThat(heat.at("/ownBatch").asInt()).isEqualTo(1);
        JsonNode effects = JSON.valueToTree(ExamplePictures.effects(List.of("a", "b")));
        assertThat(effects.at("/intraclassCorrelation").asDouble()).isEqualTo(.137);
        assertThat(effects.at("/effects/1/batch").asText()).isEqualTo("b");
    }
}
