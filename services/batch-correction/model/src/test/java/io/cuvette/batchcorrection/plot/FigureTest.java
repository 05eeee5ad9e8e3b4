package io.cuvette.batchcorrection.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.decomposition.Pca;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Pictures;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void pngShowsEveryGroupInItsColour() throws Exception {
        int[] codes = IntStream.range(0, 90).map(i -> i % 3).toArray();
        double[] x = IntStream.range(0, 90).mapToDouble(i -> 10 * (i % 3)).toArray();
        Figure figure =
                new Figure(
                        "three groups",
                        List.of(new Panel("one", "UMAP 1", "UMAP 2", x, new double[90])),
                        List.of(
                                new Coloring(
                                        "batch",
                                        new Grouping(List.of("a", "b", "c"), codes),
                                        false)));
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(figure.png()));
        Set<Integer> seen = new HashSet<>();
        for (int px = 0; px < image.getWidth(); px++) {
            for (int py = 0; py < image.getHeight(); py++) {
                seen.add(image.getRGB(px, py) & 0xFFFFFF);
            }
        }
        for (int code = 0; code < 3; code++) {
            assertThat(seen).contains(Palette.color(code, 3).getRGB() & 0xFFFFFF);
        }
    }

    @Test
    void bothAxesHaveTheSameScale() {
        // 10 wide and 1 high: the drawn cloud must keep that shape
        double[] x = {0, 10, 0, 10};
        double[] y = {0, 0, 1, 1};
        Figure figure =
                new Figure(
                        "",
                        List.of(new Panel("", "x", "y", x, y)),
                        List.of(
                                new Coloring(
                                        "g", new Grouping(List.of("only"), new int[4]), false)));
        BufferedImage image = Pictures.render(figure);
        int[] box = boundingBoxOfDots(image);
        double width = box[1] - box[0];
        double height = box[3] - box[2];
        // four dots of equal size: both extents contain one diameter
        double diameter = 14;
        assertThat((width - diameter) / (height - diameter)).isBetween(9.0, 11.0);
    }

    @Test
    void aHundredAndFortySevenBatchesStillFitTheLegend() {
        int[] codes = IntStream.range(0, 1470).map(i -> i % 147).toArray();
        List<String> names =
                IntStream.range(0, 147).mapToObj(i -> "a sample with a long name " + i).toList();
        double[] zero = new double[1470];
        BufferedImage image =
                Pictures.render(
                        new Figure(
                                "",
                                List.of(new Panel("", "x", "y", zero, zero)),
                                List.of(new Coloring("b", new Grouping(names, codes), true))));
        assertThat(image.getWidth()).isLessThan(2600);
        assertThat(image.getHeight()).isLessThan(1000);
    }

    @Test
    void neighbouringCategoriesDifferInColourOrShape() {
        Set<List<Integer>> looks = new HashSet<>();
        for (int code = 0; code < 48; code++) {
            looks.add(List.of(Palette.color(code, 48).getRGB(), Palette.shape(code, 48)));
        }
        assertThat(looks).hasSize(48);
        Set<Color> few = new HashSet<>();
        for (int code = 0; code < 8; code++) {
            few.add(Palette.color(code, 8));
        }
        assertThat(few).hasSize(8);
    }

    @Test
    void principalComponentAxesCarryTheirShareOfVariance() {
        Random random = new Random(1);
        double[] values = new double[2000 * 2];
        for (int cell = 0; cell < 2000; cell++) {
            values[2 * cell] = 3 * random.nextGaussian();
            values[2 * cell + 1] = random.nextGaussian();
        }
        Panel panel = Panel.ofPrincipalComponents("pca", new Embedding(2000, 2, values));
        assertThat(panel.xLabel()).matches("PC1 \\((89|90|91)\\.\\d %\\)");
        assertThat(panel.yLabel()).matches("PC2 \\((9|10|11)\\.\\d %\\)");
    }

    @Test
    void sharesOfTheDataAreUsedAsTheyAre() {
        Embedding scores = new Embedding(2, 3, new double[] {1, 2, 3, 4, 5, 6});
        Panel panel = Panel.ofPrincipalComponents("pca", scores, new double[] {.123, .0456, .01});
        assertThat(panel.xLabel()).isEqualTo("PC1 (12.3 %)");
        assertThat(panel.yLabel()).isEqualTo("PC2 (4.6 %)");
        assertThat(panel.x()).containsExactly(1, 4);
        assertThat(panel.y()).containsExactly(2, 5);
        assertThatThrownBy(() -> Panel.ofPrincipalComponents("", scores, new double[] {.5}))
                .hasMessageContaining("1 shares of variance for 2 components");
        assertThatThrownBy(
                        () ->
                                Panel.ofPrincipalComponents(
                                        "", scores, new double[] {.5, Double.NaN}))
                .hasMessageContaining("a share of variance is NaN");
        assertThatThrownBy(() -> Panel.ofPrincipalComponents("", scores, new double[] {.9, .2}))
                .hasMessageContaining("add up to 1.1");
    }

    @Test
    void theShareOfKeptComponentsIsLargerThanThatOfTheData() {
        SplittableRandom random = new SplittableRandom(2);
        double[] values = random.doubles(400 * 30).toArray();
        Embedding data = new Embedding(400, 30, values);
        Pca pca = Pca.fit(data, 5);
        Embedding scores = pca.transform(data);
        double ofData = pca.explainedVarianceRatio()[0];
        assertThat(Panel.ofPrincipalComponents("", scores, pca.explainedVarianceRatio()).xLabel())
                .isEqualTo(String.format(Locale.ROOT, "PC1 (%.1f %%)", 100 * ofData));
        // five of thirty even directions: each about a fifth of what was kept
        assertThat(Panel.ofPrincipalComponents("", scores).xLabel()).startsWith("PC1 (2");
        assertThat(ofData).isLessThan(0.06);
    }

    @Test
    void pointsSurviveJson() throws Exception {
        PlotPoints points =
                new PlotPoints(
                        "pca",
                        "UMAP 1",
                        "UMAP 2",
                        List.of("c1", "c2"),
                        new double[] {1, 2},
                        new double[] {3, 4},
                        new Grouping(List.of("a"), new int[] {0, 0}),
                        new Grouping(List.of(), new int[] {-1, -1}),
                        Map.of("stage", new Grouping(List.of("late"), new int[] {0, -1})));
        ObjectMapper json = new ObjectMapper();
        PlotPoints read = json.readValue(json.writeValueAsString(points), PlotPoints.class);
        assertThat(read).usingRecursiveComparison().isEqualTo(points);
    }

    @Test
    void refusesPanelsOfOtherCells() {
        Panel panel = new Panel("", "x", "y", new double[3], new double[3]);
        Coloring coloring = new Coloring("g", new Grouping(List.of("a"), new int[2]), false);
        assertThatThrownBy(() -> new Figure("", List.of(panel), List.of(coloring)))
                .hasMessageContaining("differ in cells");
        Panel broken = new Panel("", "x", "y", new double[] {Double.NaN, 0}, new double[2]);
        assertThatThrownBy(() -> new Figure("", List.of(broken), List.of(coloring)).png())
                .hasMessageContaining("not finite");
    }

    /** Left, right, top and bottom pixel of the dots inside the frame. */
    private static int[] boundingBoxOfDots(BufferedImage image) {
        int blue = Palette.color(0, 1).getRGB() & 0xFFFFFF;
        int[] box = {Integer.MAX_VALUE, -1, Integer.MAX_VALUE, -1};
        // the legend, in the opaque colour itself, lies right of the panel
        int panelEnd = (24 + 26 + 380) * 2;
        for (int px = 0; px < panelEnd; px++) {
            for (int py = 0; py < image.getHeight(); py++) {
                int rgb = image.getRGB(px, py) & 0xFFFFFF;
                int red = rgb >> 16;
                int blueness = (rgb & 0xFF) - red;
                if (blueness > 60 || rgb == blue) {
                    box[0] = Math.min(box[0], px);
                    box[1] = Math.max(box[1], px);
                    box[2] = Math.min(box[2], py);
                    box[3] = Math.max(box[3], py);
                }
            }
        }
        assertThat(Arrays.stream(box).max().orElseThrow()).isLessThan(Integer.MAX_VALUE);
        return box;
    }
}
