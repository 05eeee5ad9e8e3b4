package io.cuvette.batchcorrection.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.preprocess.Grouping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetColumnsTest {

    @TempDir Path folder;

    private static final Grouping DIAGNOSIS =
            new Grouping(List.of("healthy", "ill"), new int[] {0, 1, -1, 1});
    private static final Grouping TISSUE =
            new Grouping(List.of("lung/left", "\u00e9"), new int[] {1, 1, 0, 0});

    @Test
    void columnsAreReadAsTheyWereWritten() throws IOException {
        Map<String, Grouping> targets = new LinkedHashMap<>();
        targets.put("diagnosis", DIAGNOSIS);
        targets.put("../tissue", TISSUE);

        TargetColumns.of(targets, Set.of()).write(folder);
        TargetColumns read = TargetColumns.read(folder, 4);

        assertThat(read.columns().keySet()).containsExactly("diagnosis", "../tissue");
        assertThat(read.find("diagnosis"))
                .hasValueSatisfying(
                        column -> {
                            assertThat(column.names()).containsExactly("healthy", "ill");
                            assertThat(column.codes()).containsExactly(0, 1, -1, 1);
                        });
        assertThat(read.find("../tissue").orElseThrow().names()).isEqualTo(TISSUE.names());
        assertThat(read.find("tissue")).isEmpty();
        assertThat(read.sizeBytes()).isEqualTo(2 * 4 * 4);
    }

    @Test
    void batchesLabelsAndColumnsOfVeryManyValuesAreLeftOut() {
        List<String> many =
                IntStream.rangeClosed(0, TargetColumns.MOST_VALUES).mapToObj(i -> "v" + i).toList();
        Map<String, Grouping> targets =
                Map.of(
                        "batch",
                        TISSUE,
                        "barcode",
                        new Grouping(many, new int[4]),
                        "nearly",
                        new Grouping(many.subList(0, TargetColumns.MOST_VALUES), new int[4]),
                        "diagnosis",
                        DIAGNOSIS);

        assertThat(TargetColumns.of(targets, Set.of("batch", "label")).columns())
                .containsOnlyKeys("nearly", "diagnosis");
    }

    @Test
    void withoutTargetsThereIsNoFile() throws IOException {
        TargetColumns.of(Map.of(), Set.of()).write(folder);

        assertThat(folder).isEmptyDirectory();
        assertThat(TargetColumns.read(folder, 4).columns()).isEmpty();
    }

    @Test
    void codesOfOtherCellsAreRefused() throws IOException {
        TargetColumns.of(Map.of("diagnosis", DIAGNOSIS), Set.of()).write(folder);

        assertThatThrownBy(() -> TargetColumns.read(folder, 5))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("diagnosis has 4 codes for 5 cells");
    }
}
