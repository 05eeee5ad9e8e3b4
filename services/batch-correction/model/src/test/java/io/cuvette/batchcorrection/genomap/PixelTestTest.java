package io.cuvette.batchcorrection.genomap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PixelTestTest {
    private static final double[] NINE = {
        1.97, 1.517, -1.198, 1.072, -0.302, 0.833, 0.844, -1.188, 0.567
    };
    private static final double[] TWELVE = {
        -0.981, -0.173, -1.289, 0.021, -0.038, -0.304, -1.048, -0.396, -1.091, -1.355, 0.225, -1.109
    };
    private static final double[] EIGHT = {
        -0.802, -1.324, -0.248, 0.42, 1.136, 0.11, -0.553, -0.785
    };
    private static final double[] TWENTY = {
        1.549, 2.435, 1.073, -0.433, -0.158, 2.4, 1.003, -0.932, 0.716, -0.363, 0.171, 0.312, 0.087,
        1.353, 0.737, 0.211, 1.21, 1.63, -0.843, 0.543
    };

    /** scipy.stats.mannwhitneyu(x, y, alternative="two-sided") of SciPy 1.10.1. */
    @Test
    void smallSamplesWithoutTiesHaveSciPysExactP() {
        assertP(0.3333333333333333, new double[] {1, 2}, 3, 4);
        assertP(0.19047619047619047, new double[] {.3, 1.2, -.5, 2.2}, 1.0, 3.1, 2.5, 4.4, .9);
        assertP(0.05714285714285714, new double[] {5, 6, 7}, 1, 2, 3, 4);
        assertP(0.037520611433654906, EIGHT, TWENTY);
    }

    /** The same command: ties, or more than 8 values in both samples. */
    @Test
    void otherSamplesHaveSciPysCorrectedNormalP() {
        assertP(0.036040189615146746, TWELVE, NINE);
        assertP(0.036040189615146746, NINE, TWELVE);
        assertP(0.07864522326072336, new double[] {1, 2, 2, 3, 5}, 2, 4, 4, 6, 6, 7);
        assertP(0.5049850750938458, new double[] {1, 1, 1}, 1, 1, 2);
    }

    @Test
    void equalValuesDoNotDiffer() {
        assertP(1, new double[] {3, 3, 3}, 3, 3);
    }

    /**
     * Sorted p of .005 .01 .03 .04 .04 .55 .9, q_k = min_(j >= k) 7 p_j / j: as R's p.adjust(p,
     * "BH").
     */
    @Test
    void qValuesAreBenjaminiAndHochbergs() {
        double[] q = PixelTest.adjust(new double[] {0.01, 0.04, 0.03, 0.005, 0.55, 0.9, 0.04});

        assertThat(q)
                .containsExactly(
                        new double[] {0.035, 0.056, 0.056, 0.035, 0.55 * 7 / 6, 0.9, 0.056},
                        within(1e-15));
    }

    @Test
    void findsTheGenesThatDiffer() {
        List<double[]> patients = batches(12, 1.5);
        List<double[]> controls = batches(7, 0);

        PixelTest test = PixelTest.compare(patients, controls);

        assertThat(test.differences()[0]).isCloseTo(1.5, within(0.6));
        assertThat(test.pValues()[0]).isLessThan(0.001);
        assertThat(test.qValues()[0]).isEqualTo(Math.min(1, test.pValues()[0] * 40));
        assertThat(test.qValues()[1]).isGreaterThanOrEqualTo(test.pValues()[1]);
        assertThat(test.countBelow(0.001)).isEqualTo(1);
        assertThat(DoubleStream.of(test.pValues())).allMatch(p -> p > 0 && p <= 1);
    }

    @Test
    void resultsAreATableWithPositions() {
        PixelTest test =
                new PixelTest(
                        new double[] {.01, .5, 1, 1},
                        new double[] {.04, 1, 1, 1},
                        new double[] {2, -1, 0, 0});
        GenomapLayout layout =
                GenomapLayout.of(
                        GeneInteraction.of(RowSource.of(Expression.inBlocks(30, 4, 2, 1))),
                        LayoutKind.RADIAL);

        assertThat(test.csv(List.of("FTL", "FPR1", "PRDM1", "APC"), layout).lines())
                .hasSize(5)
                .startsWith(
                        "gene,row,column,mean_difference,p,q",
                        "FTL,%d,%d,2.0,0.01,0.04".formatted(layout.row(0), layout.column(0)));
    }

    @Test
    void groupsMustBeComparable() {
        List<double[]> two = List.of(new double[3], new double[3]);
        assertThatThrownBy(() -> PixelTest.compare(List.of(new double[3]), two))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("first: a group needs at least 2 batches, got 1");
        assertThatThrownBy(() -> PixelTest.compare(two, List.of()))
                .hasMessage("second: a group needs at least 2 batches, got 0");
        assertThatThrownBy(() -> PixelTest.compare(two, List.of(new double[3], new double[4])))
                .hasMessage("second: every batch needs the same genes, got 3 and 4");
        assertThatThrownBy(
                        () ->
                                PixelTest.compare(
                                        two,
                                        List.of(new double[3], new double[] {0, 1, Double.NaN})))
                .hasMessage("second: averages must be finite, got NaN");
    }

    /** Gene 0 is shifted; 39 others are not. */
    private static List<double[]> batches(int count, double shift) {
        SplittableRandom random = new SplittableRandom(count);
        List<double[]> batches = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            double[] genes =
                    IntStream.range(0, 40).mapToDouble(g -> random.nextGaussian() / 3).toArray();
            genes[0] += shift;
            batches.add(genes);
        }
        return batches;
    }

    private static void assertP(double expected, double[] x, double... y) {
        assertThat(new MannWhitney(x.length, y.length).pValue(x, y))
                .isCloseTo(expected, within(1e-12));
    }
}
