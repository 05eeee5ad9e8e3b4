package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.finding.FindingCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
    private static final JsonNode ORACLE = Oracle.read("hvg.json");
    private static final CsrMatrix COUNTS = SparseCounts.of(Oracle.matrix(ORACLE.get("counts")));
    private static final double[] SIZES = SparseCounts.librarySizes(COUNTS);
    private static final List<String> NAMES =
            IntStream.range(0, COUNTS.columns()).mapToObj(i -> "g" + i).toList();

    private static Preprocessing fitted() throws UnsuitableDataException {
        return PreprocessingFit.fit(
                COUNTS,
                SIZES,
                NAMES,
                IntStream.range(0, COUNTS.rows()).toArray(),
                PreprocessingSettings.DEFAULT.withHighlyVariableGenes(50));
    }

    @Test
    void dispersionScoresEqualTheIndependentPandasScript() {
        int[] cells = IntStream.range(0, COUNTS.rows()).toArray();
        GeneMoments moments = GeneMoments.of(COUNTS, cells, SIZES, 1e4);
        int[] kept = Oracle.integers(ORACLE.get("kept"));
        double[] scores =
                HighlyVariableGenes.scores(
                        Arrays.stream(kept).mapToDouble(g -> moments.means()[g]).toArray(),
                        Arrays.stream(kept).mapToDouble(g -> moments.variances()[g]).toArray());
        assertThat(scores).containsExactly(Oracle.reals(ORACLE.get("scores")), within(1e-9));
    }

    @Test
    void selectsTheSameGenesAndBoundsAsTheIndependentScript() throws UnsuitableDataException {
        Preprocessing fitted = fitted();
        assertThat(fitted.genes())
                .isEqualTo(
                        Arrays.stream(Oracle.integers(ORACLE.get("selected")))
                                .mapToObj(NAMES::get)
                                .toList());
        assertThat(fitted.minimum()).isZero();
        assertThat(fitted.maximum()).isCloseTo(ORACLE.get("maximum").asDouble(), within(1e-12));
        assertThat(fitted.modelGeneShare())
                .isCloseTo(ORACLE.get("share").asDouble(), within(1e-12));
        float[] first = new float[fitted.genes().size()];
        fitted.apply(COUNTS, NAMES).scaled().copyRow(0, first, 0);
        double[] expected = Oracle.reals(ORACLE.get("scaledFirstCell"));
        for (int gene = 0; gene < first.length; gene++) {
            assertThat((double) first[gene]).isCloseTo(expected[gene], within(1e-7));
        }
    }

    @Test
    void aBinWithASingleGeneScoresOneAndGenesThatDoNotVaryHaveNoScore() {
        double[] scores =
                HighlyVariableGenes.scores(
                        new double[] {1, 1.001, 1000, 0}, new double[] {1, 2, 5, 0});
        assertThat(scores[0]).isCloseTo(-Math.sqrt(0.5), within(1e-12));
        assertThat(scores[1]).isCloseTo(Math.sqrt(0.5), within(1e-12));
        assertThat(scores[2]).isEqualTo(1);
        assertThat(scores[3]).isNaN();
        assertThat(HighlyVariableGenes.select(scores, 2)).containsExactly(1, 2);
        assertThat(HighlyVariableGenes.select(scores, 10)).containsExactly(0, 1, 2);
    }

    @Test
    void heldOutCellsDoNotChangeWhatIsFitted() throws UnsuitableDataException {
        int[] train = IntStream.range(0, 40).toArray();
        PreprocessingSettings settings = PreprocessingSettings.DEFAULT.withHighlyVariableGenes(50);
        Preprocessing before = PreprocessingFit.fit(COUNTS, SIZES, NAMES, train, settings);
        float[] changed = COUNTS.values().clone();
        for (int k = COUNTS.rowPointers()[40]; k < changed.length; k++) {
            changed[k] = changed[k] * 7 + k % 3;
        }
        CsrMatrix other =
                new CsrMatrix(
                        COUNTS.rows(),
                        COUNTS.columns(),
                        COUNTS.rowPointers(),
                        COUNTS.columnIndices(),
                        changed);
        assertThat(
                        PreprocessingFit.fit(
                                other, SparseCounts.librarySizes(other), NAMES, train, settings))
                .isEqualTo(before);
    }

    @Test
    void newCellsWithShuffledAndFurtherGenesGiveTheSameInput() throws UnsuitableDataException {
        Preprocessing fitted = fitted();
        List<Integer> order = new ArrayList<>(IntStream.range(0, NAMES.size()).boxed().toList());
        Collections.shuffle(order, new Random(3));
        int[] shuffled = order.stream().mapToInt(Integer::intValue).toArray();
        Preprocessing.Prepared prepared =
                fitted.apply(
                        COUNTS.selectColumns(shuffled),
                        Arrays.stream(shuffled).mapToObj(NAMES::get).toList());
        CsrMatrix expected = fitted.apply(COUNTS, NAMES).scaled();
        assertThat(prepared.scaled().columnIndices()).isEqualTo(expected.columnIndices());
        assertThat(prepared.scaled().values()).isEqualTo(expected.values());
        assertThat(prepared.alignment())
                .isEqualTo(new GeneAlignment(50, 50, List.of(), NAMES.size() - 50, 0, List.of()));
    }

    @Test
    void missingGenesAreZeroAndReportedUpToAFifthThenRefused() throws UnsuitableDataException {
        Preprocessing fitted = fitted();
        List<String> fewer = withoutModelGenes(fitted, 10);
        Preprocessing.Prepared prepared = fitted.apply(columns(fewer), fewer);
        assertThat(prepared.alignment().found()).isEqualTo(40);
        assertThat(prepared.alignment().missing()).isEqualTo(fitted.genes().subList(0, 10));
        assertThat(Arrays.stream(prepared.scaled().columnIndices()).min().orElseThrow())
                .isGreaterThanOrEqualTo(10);

        List<String> tooFew = withoutModelGenes(fitted, 11);
        assertThatThrownBy(() -> fitted.apply(columns(tooFew), tooFew))
                .isInstanceOfSatisfying(
                        UnsuitableDataException.class,
                        e -> assertThat(e.finding().code()).isEqualTo(FindingCode.GENE_MISMATCH))
                .hasMessageContaining("only 39 of the model's 50 genes");
    }

    @Test
    void inverseTransformsGiveBackCounts() throws UnsuitableDataException {
        Preprocessing fitted = fitted();
        Preprocessing.Prepared prepared = fitted.apply(COUNTS, NAMES);
        CsrMatrix counts =
                COUNTS.selectColumns(fitted.genes().stream().mapToInt(NAMES::indexOf).toArray());
        for (int cell = 0; cell < counts.rows(); cell++) {
            for (int k = counts.rowPointers()[cell]; k < counts.rowPointers()[cell + 1]; k++) {
                double library = prepared.librarySizes()[cell];
                double scaled = prepared.scaled().values()[k];
                assertThat(fitted.toCounts(scaled, library))
                        .isCloseTo(counts.values()[k], within(1e-4 * counts.values()[k] + 1e-5));
                assertThat(fitted.toLog1p(scaled))
                        .isCloseTo(Math.log1p(1e4 * counts.values()[k] / library), within(1e-5));
            }
        }
    }

    @Test
    void dataWithoutAnyZeroIsScaledFromItsSmallestValueAndAbsentCountsFallBelowZero()
            throws UnsuitableDataException {
        DenseMatrix full = new DenseMatrix(3, 2, new float[] {1, 9, 5, 5, 8, 2});
        List<String> names = List.of("a", "b");
        Preprocessing fitted =
                PreprocessingFit.fit(
                        SparseCounts.of(full),
                        new double[] {10, 10, 10},
                        names,
                        new int[] {0, 1, 2},
                        new PreprocessingSettings(1, 1, 10, 2));
        assertThat(fitted.minimum()).isCloseTo(Math.log(2), within(1e-12));
        CsrMatrix scaled =
                fitted.scale(
                        SparseCounts.of(new DenseMatrix(1, 2, new float[] {0, 10})),
                        new double[] {10});
        double range = Math.log(10) - Math.log(2);
        assertThat((double) scaled.values()[0]).isCloseTo(-Math.log(2) / range, within(1e-6));
        assertThat((double) scaled.values()[1])
                .isCloseTo((Math.log(11) - Math.log(2)) / range, within(1e-6));
    }

    @Test
    void survivesJson() throws Exception {
        Preprocessing fitted = fitted();
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(fitted), Preprocessing.class))
                .isEqualTo(fitted);
    }

    @Test
    void refusesNegativeAndNonFiniteCounts() throws UnsuitableDataException {
        Preprocessing fitted = fitted();
        for (float bad : new float[] {-1, Float.NaN}) {
            float[] values = COUNTS.values().clone();
            values[17] = bad;
            CsrMatrix hostile =
                    new CsrMatrix(
                            COUNTS.rows(),
                            COUNTS.columns(),
                            COUNTS.rowPointers(),
                            COUNTS.columnIndices(),
                            values);
            assertThatThrownBy(() -> fitted.apply(hostile, NAMES))
                    .isInstanceOfSatisfying(
                            UnsuitableDataException.class,
                            e ->
                                    assertThat(e.finding().code())
                                            .isEqualTo(
                                                    bad < 0
                                                            ? FindingCode.NEGATIVE_VALUES
                                                            : FindingCode.NON_FINITE_VALUES));
        }
    }

    private static List<String> withoutModelGenes(Preprocessing fitted, int absent) {
        List<String> names = new ArrayList<>(NAMES);
        names.removeAll(fitted.genes().subList(0, absent));
        return names;
    }

    private static CsrMatrix columns(List<String> names) {
        return COUNTS.selectColumns(names.stream().mapToInt(NAMES::indexOf).toArray());
    }
}
