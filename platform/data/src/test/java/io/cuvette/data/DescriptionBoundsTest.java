package io.cuvette.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.DatasetDescription.ColumnKind;
import io.cuvette.data.DatasetDescription.ObsColumn;
import io.cuvette.data.DatasetDescription.ValueCount;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DescriptionBoundsTest {

    @Test
    void anOrdinaryDescriptionIsKeptAsItIs() {
        DatasetDescription ordinary =
                description(
                        List.of(
                                new ObsColumn(
                                        "batch",
                                        ColumnKind.CATEGORICAL,
                                        0,
                                        2,
                                        List.of(new ValueCount("a", 3), new ValueCount("b", 2)))),
                        List.of("counts"),
                        List.of());

        assertThat(DescriptionBounds.apply(ordinary)).isEqualTo(ordinary);
    }

    @Test
    void aHostileOneStaysSmallAndKeepsWhatStops() {
        String huge = "x".repeat(1 << 20);
        List<ValueCount> values = Collections.nCopies(50, new ValueCount(huge, 1));
        List<ObsColumn> columns =
                IntStream.range(0, 5_000)
                        .mapToObj(i -> new ObsColumn("c" + i, ColumnKind.TEXT, 0, 50, values))
                        .toList();
        List<Finding> findings =
                IntStream.range(0, 1_000)
                        .mapToObj(
                                i ->
                                        i == 999
                                                ? Finding.error(FindingCode.EMPTY, "X", "zeros")
                                                : Finding.info(FindingCode.BATCH_NAN, "o", "gap"))
                        .toList();

        DatasetDescription bounded =
                DescriptionBounds.apply(description(columns, List.of(huge, "counts"), findings));

        assertThat(bounded.obs()).hasSize(1_000);
        assertThat(bounded.layers()).containsExactly("counts");
        assertThat(
                        bounded.obs().stream()
                                .flatMap(column -> column.mostFrequent().stream())
                                .mapToInt(value -> value.value().length())
                                .sum())
                .isLessThanOrEqualTo(1 << 16);
        assertThat(bounded.usable()).isFalse();
        assertThat(bounded.findings()).hasSize(101);
        assertThat(bounded.findings().get(100).message()).startsWith("4001 names");
    }

    @Test
    void dimensionsAreThoseOfTheListedEmbeddings() {
        String huge = "x".repeat(201);
        DatasetDescription described =
                new DatasetDescription(
                        DatasetFormat.H5AD,
                        5,
                        4,
                        12,
                        true,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of("X_pca", huge, "table"),
                        Map.of("X_pca", 50, huge, 2),
                        List.of());

        assertThat(DescriptionBounds.apply(described).embeddingDimensions())
                .containsExactly(Map.entry("X_pca", 50));
    }

    private static DatasetDescription description(
            List<ObsColumn> obs, List<String> layers, List<Finding> findings) {
        return new DatasetDescription(
                DatasetFormat.H5AD,
                5,
                4,
                12,
                true,
                true,
                layers,
                obs,
                List.of(),
                List.of(),
                Map.of(),
                findings);
    }
}
