package io.cuvette.batchcorrection.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.finding.FindingCode;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BatchMatchTest {

    private static final List<String> KNOWN = List.of("a", "b", "c");

    @ParameterizedTest
    @EnumSource(UnseenBatchPolicy.class)
    void knownBatchesKeepTheModelsCodes(UnseenBatchPolicy policy) throws Exception {
        BatchMatch match = BatchMatch.of(texts("c", "a", "c"), "batch", KNOWN, policy);
        assertThat(match.codes()).containsExactly(2, 0, 2);
        assertThat(match.complete()).isTrue();
        assertThat(match.unseen()).isEmpty();
    }

    @Test
    void aColumnOfBarcodesIsNoColumnOfBatches() {
        String[] barcodes =
                IntStream.rangeClosed(0, DesignCheck.MOST_BATCHES)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new);
        UnsuitableDataException refused =
                catchThrowableOfType(
                        UnsuitableDataException.class,
                        () ->
                                BatchMatch.of(
                                        texts(barcodes),
                                        "barcode",
                                        KNOWN,
                                        UnseenBatchPolicy.POPULATION));
        assertThat(refused.finding().code()).isEqualTo(FindingCode.INVALID_SETTING);
        assertThat(refused.finding().message()).contains("1001 distinct values");
    }

    @Test
    void anUnseenBatchIsRejectedByName() {
        UnsuitableDataException refused =
                catchThrowableOfType(
                        UnsuitableDataException.class,
                        () ->
                                BatchMatch.of(
                                        texts("c", "new", "A"),
                                        "donor",
                                        KNOWN,
                                        UnseenBatchPolicy.REJECT));
        assertThat(refused.finding().code()).isEqualTo(FindingCode.UNSEEN_BATCH);
        assertThat(refused.finding().stops()).isTrue();
        assertThat(refused.finding().message())
                .contains("2 values of donor", "A, new", "it knows: a, b, c", "population");
    }

    @Test
    void manyUnseenBatchesGiveAShortMessage() {
        Column many =
                texts(
                        IntStream.range(0, 500)
                                .mapToObj(i -> "x".repeat(500) + i)
                                .toArray(String[]::new));
        assertThatThrownBy(() -> BatchMatch.of(many, "batch", KNOWN, UnseenBatchPolicy.REJECT))
                .hasMessageContaining("500 values of batch")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(2_500));
    }

    @Test
    void thePopulationPolicyMarksUnseenCells() throws Exception {
        BatchMatch match =
                BatchMatch.of(
                        texts("z", "b", "y", "z"), "batch", KNOWN, UnseenBatchPolicy.POPULATION);
        assertThat(match.codes())
                .containsExactly(BatchMatch.UNSEEN, 1, BatchMatch.UNSEEN, BatchMatch.UNSEEN);
        assertThat(match.unseen()).containsExactly("y", "z");
        assertThat(match.unseenOf()).containsExactly(1, -1, 0, 1);
        assertThat(match.complete()).isFalse();
    }

    @Test
    void theNearestPolicyTakesTheBatchOfTheNearestMean() throws Exception {
        BatchMatch match =
                BatchMatch.of(texts("z", "b", "y", "z"), "batch", KNOWN, UnseenBatchPolicy.NEAREST);
        double[][] known = {{0, 0}, {3, 0}, {0, 4}};
        double[][] unseen = {{0.2, 3}, {2.9, 0.1}};
        assertThat(match.resolved(batch -> BatchMatch.nearest(unseen[batch], known)))
                .containsExactly(1, 1, 2, 1);
        // the match itself stays as it was
        assertThat(match.codes()).containsExactly(-1, 1, -1, -1);
    }

    @Test
    void ofEquallyNearBatchesTheFirstIsTaken() {
        assertThat(BatchMatch.nearest(new double[] {1}, new double[][] {{0}, {2}, {2}})).isZero();
    }

    @Test
    void meansThatCannotBeComparedAreRefused() {
        double[] mean = {1, 2};
        assertThatThrownBy(() -> BatchMatch.nearest(mean, new double[0][]))
                .hasMessageContaining("no known batch");
        assertThatThrownBy(() -> BatchMatch.nearest(mean, new double[][] {{1}}))
                .hasMessageContaining("means of 2 and 1 genes");
        assertThatThrownBy(() -> BatchMatch.nearest(mean, new double[][] {{1, Double.NaN}}))
                .hasMessageContaining("not finite");
    }

    @ParameterizedTest
    @EnumSource(UnseenBatchPolicy.class)
    void cellsWithoutABatchAreRefused(UnseenBatchPolicy policy) {
        UnsuitableDataException refused =
                catchThrowableOfType(
                        UnsuitableDataException.class,
                        () -> BatchMatch.of(texts("a", null), "batch", KNOWN, policy));
        assertThat(refused.finding().code()).isEqualTo(FindingCode.BATCH_NAN);
        assertThat(refused.finding().message()).startsWith("1 of 2 cells");
    }

    @Test
    void policiesAreNamedInSmallLetters() {
        assertThat(UnseenBatchPolicy.ofKey("population")).contains(UnseenBatchPolicy.POPULATION);
        assertThat(UnseenBatchPolicy.ofKey("nearest")).contains(UnseenBatchPolicy.NEAREST);
        assertThat(UnseenBatchPolicy.ofKey("REJECT")).isEmpty();
        assertThat(UnseenBatchPolicy.ofKey("")).isEmpty();
        assertThat(UnseenBatchPolicy.keys()).isEqualTo("reject, population, nearest");
        assertThat(UnseenBatchPolicy.DEFAULT).isEqualTo(UnseenBatchPolicy.REJECT);
    }

    private static Column texts(String... values) {
        BitSet missing = new BitSet();
        String[] texts = values.clone();
        for (int i = 0; i < texts.length; i++) {
            if (texts[i] == null) {
                missing.set(i);
                texts[i] = "";
            }
        }
        return new Column.Strings(texts, missing);
    }
}
