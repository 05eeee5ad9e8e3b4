package io.cuvette.batchcorrection.harmony;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Wrong input is refused with the field, its value and what is allowed. */
class HarmonyInputTest {
    private static final Embedding CELLS = new Embedding(3, 2, new double[] {1, 2, 3, 4, 5, 6});
    private static final int[] CODES = {0, 1, 0};

    private static void refused(Embedding cells, int[] codes, int batches, String... words) {
        assertThatThrownBy(() -> Harmony.fit(cells, codes, batches, HarmonySettings.DEFAULT, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void refusesCellsThatCannotBeFitted() {
        refused(new Embedding(1, 2, new double[2]), new int[1], 1, "at least 2 cells", "got 1");
        double[] holed = {1, 2, 3, Double.NaN, 5, 6};
        refused(new Embedding(3, 2, holed), CODES, 2, "dimension 1 of cell 1 is NaN");
        double[] endless = {1, 2, 3, 4, Double.NEGATIVE_INFINITY, 6};
        refused(new Embedding(3, 2, endless), CODES, 2, "dimension 0 of cell 2 is -Infinity");
    }

    @Test
    void refusesCodesOutOfRange() {
        refused(CELLS, new int[] {0, 2, 0}, 2, "cell 1 is 2", "0 to 1");
        refused(CELLS, new int[] {0, 1, -1}, 2, "cell 2 is -1", "0 to 1");
        refused(CELLS, new int[] {0, 1}, 2, "2 batch codes for 3 cells");
        refused(CELLS, CODES, 0, "number of batches is 0");
    }

    @Test
    void refusesTablesLargerThanAnArray() {
        refused(
                new Embedding(3_000, 1_000, new double[3_000_000]),
                new int[3_000],
                30_000,
                "30000 batches x 100 clusters x 1000 dimensions");
    }

    static Stream<Arguments> settings() {
        return Stream.of(
                Arguments.of(new double[] {-1, 1, .1, 0, 0, .05, 10, 20, 1e-5, 1e-4}, "theta"),
                Arguments.of(
                        new double[] {Double.NaN, 1, .1, 0, 0, .05, 10, 20, 1e-5, 1e-4}, "theta"),
                Arguments.of(new double[] {2, 0, .1, 0, 0, .05, 10, 20, 1e-5, 1e-4}, "lambda"),
                Arguments.of(new double[] {2, 1, 0, 0, 0, .05, 10, 20, 1e-5, 1e-4}, "sigma"),
                Arguments.of(new double[] {2, 1, .1, -1, 0, .05, 10, 20, 1e-5, 1e-4}, "clusters"),
                Arguments.of(new double[] {2, 1, .1, 9e3, 0, .05, 10, 20, 1e-5, 1e-4}, "clusters"),
                Arguments.of(new double[] {2, 1, .1, 0, -1, .05, 10, 20, 1e-5, 1e-4}, "tau"),
                Arguments.of(new double[] {2, 1, .1, 0, 0, 0, 10, 20, 1e-5, 1e-4}, "blockSize"),
                Arguments.of(new double[] {2, 1, .1, 0, 0, 1.5, 10, 20, 1e-5, 1e-4}, "blockSize"),
                Arguments.of(new double[] {2, 1, .1, 0, 0, .05, 0, 20, 1e-5, 1e-4}, "maxOuter"),
                Arguments.of(new double[] {2, 1, .1, 0, 0, .05, 10, 0, 1e-5, 1e-4}, "maxInner"),
                Arguments.of(
                        new double[] {2, 1, .1, 0, 0, .05, 10, 20, -1, 1e-4}, "epsilonCluster"),
                Arguments.of(
                        new double[] {2, 1, .1, 0, 0, .05, 10, 20, 1e-5, 2}, "epsilonHarmony"));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void refusesSettingsOutOfRange(double[] v, String field) {
        assertThatThrownBy(
                        () ->
                                new HarmonySettings(
                                        v[0],
                                        v[1],
                                        v[2],
                                        (int) v[3],
                                        v[4],
                                        v[5],
                                        (int) v[6],
                                        (int) v[7],
                                        v[8],
                                        v[9]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(field + " is ")
                .hasMessageContaining("allowed are");
    }

    @Test
    void modelRefusesArraysThatDoNotFit() {
        assertThatThrownBy(
                        () ->
                                new HarmonyModel(
                                        2, 3, 4, .1, new float[12], new float[6], new double[23]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("effects has 23 values, not 24");
        assertThatThrownBy(
                        () ->
                                new HarmonyModel(
                                        2, 3, 4, 0, new float[12], new float[6], new double[24]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sigma is 0");
        float[] holed = new float[12];
        holed[5] = Float.NaN;
        assertThatThrownBy(() -> new HarmonyModel(2, 3, 4, .1, holed, new float[6], new double[24]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("centroids has a value NaN");
    }

    @Test
    void modelRefusesOtherCells() {
        HarmonyModel model =
                new HarmonyModel(2, 3, 2, .1, new float[6], new float[6], new double[12]);
        SoftAssignments assignments = new SoftAssignments(3, 3, new float[9]);
        assertThatThrownBy(() -> model.encode(new Embedding(1, 3, new double[3]), new int[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 dimensions, the model 2");
        assertThatThrownBy(() -> model.encode(CELLS, new int[] {0, 1, 2}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("batch of cell 2 is 2");
        assertThatThrownBy(() -> model.project(CELLS, CODES, -2, assignments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("target is -2");
        assertThatThrownBy(
                        () ->
                                model.project(
                                        CELLS, CODES, 0, new SoftAssignments(1, 3, new float[3])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("assignments are of 1 cells x 3 clusters, not 3 x 3");
        assertThatThrownBy(() -> new SoftAssignments(2, 2, new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
