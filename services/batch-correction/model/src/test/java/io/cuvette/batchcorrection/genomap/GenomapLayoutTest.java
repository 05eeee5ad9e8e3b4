package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.data.anndata.DenseMatrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GenomapLayoutTest {
    private static final int GENES = 196;

    private final DenseMatrix cells = Expression.inBlocks(300, GENES, 9, 4);
    private final GeneInteraction interaction = GeneInteraction.of(RowSource.of(cells));

    @ParameterizedTest
    @EnumSource
    void everyGeneHasAPixelOfItsOwn(LayoutKind kind) {
        GenomapLayout layout = GenomapLayout.of(interaction, kind);

        assertThat(layout.grid()).isEqualTo(new PixelGrid(14, 14));
        assertThat(layout.pixelOfGene()).hasSize(GENES).doesNotHaveDuplicates();
        assertThat(layout.geneOfPixel()).hasSize(GENES).doesNotContain(-1);
        assertThat(layout.converged()).isTrue();
    }

    /** The sum over all pairs of pixels, without sites, constants or gradients. */
    @ParameterizedTest
    @EnumSource
    void objectiveIsThatOfTheFullProblem(LayoutKind kind) {
        GenomapLayout layout = GenomapLayout.of(interaction, kind);

        assertThat(layout.objective())
                .isCloseTo(fullObjective(interaction, layout, kind), within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void objectiveFallsWithEveryIteration(LayoutKind kind) {
        double[] objectives = GenomapLayout.of(interaction, kind).objectives();

        assertThat(objectives.length).isBetween(3, LayoutSearch.MOST_ITERATIONS);
        for (int k = 1; k < objectives.length; k++) {
            assertThat(objectives[k]).isLessThan(objectives[k - 1]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isBetterThanRandomLayouts(LayoutKind kind) {
        GenomapLayout layout = GenomapLayout.of(interaction, kind);

        for (int seed = 0; seed < 20; seed++) {
            assertThat(fullObjective(interaction, shuffled(layout, seed), kind))
                    .as("seed %d", seed)
                    .isGreaterThan(layout.objective());
        }
    }

    @Test
    void correlatedGenesLieSideBySideInThePlaneOnly() {
        LayoutQuality plane = GenomapLayout.of(interaction, LayoutKind.EUCLID2D).quality();
        LayoutQuality radial = GenomapLayout.of(interaction, LayoutKind.RADIAL).quality();
        GenomapLayout any = GenomapLayout.of(interaction, LayoutKind.RADIAL);
        double random =
                LayoutQuality.of(interaction, any.grid(), shuffled(any, 1).pixelOfGene())
                        .neighbors();

        assertThat(plane.allPairs()).isCloseTo(radial.allPairs(), within(1e-12));
        assertThat(random).isCloseTo(plane.allPairs(), within(0.04));
        assertThat(radial.neighbors()).isLessThan(random);
        assertThat(plane.neighbors()).isLessThan(radial.neighbors() - 0.1);
        assertThat(plane.neighbors()).isLessThan(0.75);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameOnAnyNumberOfThreads(LayoutKind kind) throws Exception {
        GenomapLayout expected = GenomapLayout.of(interaction, kind);
        for (int threads : new int[] {1, 3}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                GenomapLayout layout =
                        pool.submit(
                                        () ->
                                                GenomapLayout.of(
                                                        GeneInteraction.of(RowSource.of(cells)),
                                                        kind))
                                .get();

                assertThat(layout.pixelOfGene()).isEqualTo(expected.pixelOfGene());
                assertThat(layout.objectives()).isEqualTo(expected.objectives());
            } finally {
                pool.shutdown();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fewerGenesThanPixelsLeaveTheLastOnesEmpty(LayoutKind kind) {
        GeneInteraction few = GeneInteraction.of(RowSource.of(Expression.inBlocks(50, 21, 3, 8)));

        GenomapLayout layout = GenomapLayout.of(few, new PixelGrid(4, 6), kind);

        assertThat(layout.pixelOfGene())
                .containsExactlyInAnyOrder(IntStream.range(0, 21).toArray());
        assertThat(layout.geneOfPixel()).endsWith(-1, -1, -1);
        assertThat(layout.row(0)).isEqualTo(layout.pixelOfGene()[0] / 6);
        assertThat(layout.column(0)).isEqualTo(layout.pixelOfGene()[0] % 6);
    }

    @ParameterizedTest
    @EnumSource
    void genesThatDoNotVaryGetWhatIsLeft(LayoutKind kind) {
        DenseMatrix partly = Expression.inBlocks(60, 40, 4, 2);
        for (int row = 0; row < 60; row++) {
            for (int gene = 0; gene < 15; gene++) {
                partly.values()[row * 40 + gene] = 2;
            }
        }

        GenomapLayout layout = GenomapLayout.of(GeneInteraction.of(RowSource.of(partly)), kind);

        assertThat(layout.pixelOfGene()).doesNotHaveDuplicates();
        assertThat(layout.quality().allPairs()).isBetween(0.5, 1.1);
    }

    @Test
    void moreGenesThanPixelsAreRejected() {
        assertThatThrownBy(
                        () ->
                                GenomapLayout.of(
                                        interaction, new PixelGrid(13, 15), LayoutKind.EUCLID2D))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "grid: 13 x 15 pixels cannot hold 196 genes; choose a larger grid or fewer"
                                + " genes");
    }

    @Test
    void positionsAreATableThatSpreadsheetsDoNotRun() {
        GeneInteraction four = GeneInteraction.of(RowSource.of(Expression.inBlocks(50, 4, 2, 8)));
        GenomapLayout layout = GenomapLayout.of(four, LayoutKind.EUCLID2D);

        String csv = layout.csv(List.of("CD8A", "=cmd()", "a,\"b\"", "x"));

        assertThat(csv.lines().toList())
                .hasSize(5)
                .startsWith(
                        "gene,row,column", "CD8A,%d,%d".formatted(layout.row(0), layout.column(0)))
                .anyMatch(line -> line.startsWith("'=cmd(),"))
                .anyMatch(line -> line.startsWith("\"a,\"\"b\"\"\","));
        assertThatThrownBy(() -> layout.csv(List.of("one")))
                .hasMessage("geneNames: 4 genes need as many names, got 1");
    }

    @Test
    void oneHotRowLightsThePixelOfItsGene() {
        Genomap genomap =
                new Genomap(
                        GenomapLayout.of(interaction, LayoutKind.EUCLID2D), interaction.scale());
        for (int gene : new int[] {0, 77, 195}) {
            float[] row = new float[GENES];
            row[gene] = 1;

            float[] image = genomap.place(row);

            int lit = 14 * genomap.layout().row(gene) + genomap.layout().column(gene);
            for (int pixel = 0; pixel < image.length; pixel++) {
                assertThat(image[pixel]).isEqualTo(pixel == lit ? 1f : 0f);
            }
        }
    }

    @Test
    void imagesAreStandardisedByGene() {
        Genomap genomap = Genomap.of(RowSource.of(cells), LayoutKind.RADIAL);
        float[] row = new float[GENES];
        cells.copyRow(5, row, 0);

        float[] image = genomap.image(row);

        int pixel = genomap.layout().pixelOfGene()[10];
        assertThat((double) image[pixel])
                .isCloseTo(
                        (row[10] - genomap.scale().means()[10]) / genomap.scale().deviations()[10],
                        within(1e-6));
        assertThatThrownBy(() -> genomap.image(new float[3]))
                .hasMessage("values: the genomap has 196 genes, got 3");
    }

    private static GenomapLayout shuffled(GenomapLayout layout, int seed) {
        List<Integer> pixels = new ArrayList<>();
        for (int pixel : layout.pixelOfGene()) {
            pixels.add(pixel);
        }
        Collections.shuffle(pixels, new Random(seed));
        return new GenomapLayout(
                layout.kind(),
                layout.grid(),
                pixels.stream().mapToInt(Integer::intValue).toArray(),
                layout.objectives(),
                layout.constant(),
                true,
                layout.quality());
    }

    /** 1/n^2 sum_ik L(C1_ik, C2_(pixel of i, pixel of k)), L(a, b) = a ln(a / b) - a + b. */
    private static double fullObjective(
            GeneInteraction interaction, GenomapLayout layout, LayoutKind kind) {
        int n = interaction.genes();
        PixelGrid grid = layout.grid();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                int p = layout.pixelOfGene()[i];
                int q = layout.pixelOfGene()[k];
                double a = interaction.distance(i, k);
                double b;
                double logB;
                if (kind == LayoutKind.RADIAL) {
                    b =
                            Math.abs(
                                    Math.hypot(grid.x(p), grid.y(p))
                                            - Math.hypot(grid.x(q), grid.y(q)));
                    logB = Math.log(b + 1e-15);
                } else {
                    b = p == q ? 0.5 : Math.hypot(grid.x(p) - grid.x(q), grid.y(p) - grid.y(q));
                    logB = Math.log(b);
                }
                sum += (a > 0 ? a * Math.log(a) - a * logB : 0) - a + b;
            }
        }
        return sum / ((double) n * n);
    }
}
