package io.cuvette.bench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Test
    void everyRowIsInOnePart() {
        Split split = Split.of(103, 1, 5);

        assertThat(split.training()).hasSize(63);
        assertThat(split.validation()).hasSize(20);
        assertThat(split.test()).hasSize(20);
        int[] all =
                Stream.of(split.training(), split.validation(), split.test())
                        .flatMapToInt(Arrays::stream)
                        .sorted()
                        .toArray();
        assertThat(all).containsExactly(IntStream.range(0, 103).toArray());
    }

    @Test
    void rowsOfAUnitStayTogether() {
        Split split = Split.of(20, 7, 6);

        assertThat(units(split.training(), 7)).hasSize(12);
        assertThat(units(split.validation(), 7)).hasSize(4);
        assertThat(units(split.test(), 7))
                .hasSize(4)
                .doesNotContainAnyElementsOf(units(split.training(), 7))
                .doesNotContainAnyElementsOf(units(split.validation(), 7));
        assertThat(split.training()).hasSize(12 * 7);
    }

    @Test
    void theSeedDecides() {
        assertThat(Split.of(50, 1, 1).test()).containsExactly(Split.of(50, 1, 1).test());
        assertThat(Split.of(50, 1, 1).test()).isNotEqualTo(Split.of(50, 1, 2).test());
    }

    @Test
    void tooFewUnitsAreRefused() {
        assertThatThrownBy(() -> Split.of(4, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("4 units of 1 rows", "at least 5");
        assertThatThrownBy(() -> Split.of(9, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Set<Integer> units(int[] rows, int rowsPerUnit) {
        return Arrays.stream(rows)
                .map(row -> row / rowsPerUnit)
                .boxed()
                .collect(Collectors.toSet());
    }
}
