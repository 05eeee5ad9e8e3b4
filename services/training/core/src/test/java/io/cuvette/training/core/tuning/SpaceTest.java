package io.cuvette.training.core.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpaceTest {

    @Test
    void halfWayOnALogScaleIsTheGeometricMean() {
        Dimension rate = new Dimension.Range("rate", 1e-4, 1e-2, true, false);

        assertThat(rate.value(0)).isEqualTo(1e-4);
        assertThat(rate.value(0.5)).isCloseTo(1e-3, within(1e-15));
        assertThat(rate.value(1)).isEqualTo(1e-2);
        assertThat(rate.value(7)).isEqualTo(1e-2);
        assertThat(rate.unit(1e-3)).isCloseTo(0.5, within(1e-12));
        assertThat(rate.grid(3)).hasSize(3).first().isEqualTo(1e-4);
        assertThat(rate.grid(3).get(1)).isCloseTo(1e-3, within(1e-15));
    }

    @Test
    void everyWholeNumberHasTheSameShareOfALinearScale() {
        Dimension layers = new Dimension.Range("layers", 2, 5, false, true);
        TreeMap<Double, Integer> counts = new TreeMap<>();
        IntStream.range(0, 4000)
                .forEach(i -> counts.merge(layers.value((i + 0.5) / 4000), 1, Integer::sum));

        assertThat(counts.keySet()).containsExactly(2.0, 3.0, 4.0, 5.0);
        assertThat(counts.values()).containsOnly(1000);
        assertThat(layers.value(layers.unit(4))).isEqualTo(4);
        assertThat(layers.grid(10)).containsExactly(2.0, 3.0, 4.0, 5.0);
    }

    @Test
    void aListIsInAscendingOrderAndItsNeighboursAreSteps() {
        Dimension batch = new Dimension.Choice("batch", List.of(64.0, 16.0, 32.0));

        assertThat(batch.grid(2)).containsExactly(16.0, 32.0, 64.0);
        assertThat(batch.scaled(32, 1.2)).isEqualTo(64);
        assertThat(batch.scaled(16, 0.8)).isEqualTo(16);
        assertThat(batch.value(batch.unit(64))).isEqualTo(64);
    }

    @Test
    void scalingStaysInTheRangeAndMovesWholeNumbers() {
        Dimension whole = new Dimension.Range("n", 1, 9, false, true);

        assertThat(whole.scaled(2, 1.2)).isEqualTo(3);
        assertThat(whole.scaled(2, 0.8)).isEqualTo(1);
        assertThat(whole.scaled(9, 1.2)).isEqualTo(9);
        assertThat(new Dimension.Range("x", 0.1, 1, false, false).scaled(0.5, 1.2))
                .isCloseTo(0.6, within(1e-12));
    }

    @Test
    void cornersAreAllEndsAndEveryFurtherValueOnce() {
        Space space =
                new Space(
                        List.of(
                                new Dimension.Range("a", 0, 1, false, false),
                                new Dimension.Choice("b", List.of(1.0, 2.0, 3.0))));

        assertThat(space.corners())
                .containsExactlyInAnyOrder(
                        List.of(0.0, 1.0),
                        List.of(0.0, 3.0),
                        List.of(1.0, 1.0),
                        List.of(1.0, 3.0),
                        List.of(0.0, 2.0));
    }

    @ParameterizedTest
    @CsvSource({
        "a, 2, 1, false, false, min is 2.0 and max is 1.0",
        "a, 1, 1, false, false, min has to be below max",
        "a, 0, 1, true, false, on a log scale it has to be above 0",
        "a, 0.5, 2, false, true, whole numbers",
        "a, NaN, 2, false, false, finite",
        "a, 0, Infinity, false, false, finite",
        "a..b, 0, 1, false, false, dots between them",
        "'', 0, 1, false, false, dots between them"
    })
    void aRangeThatMakesNoSenseIsRefused(
            String field, double min, double max, boolean log, boolean whole, String message) {
        assertThatThrownBy(() -> new Dimension.Range(field, min, max, log, whole))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void listsAndSpacesThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new Dimension.Choice("a", List.of()))
                .hasMessageContaining("at least one number");
        assertThatThrownBy(() -> new Dimension.Choice("a", List.of(1.0, 1.0)))
                .hasMessageContaining("each once");
        assertThatThrownBy(() -> new Space(List.of())).hasMessageContaining("0 settings");
        Dimension twice = new Dimension.Choice("a", List.of(1.0));
        assertThatThrownBy(() -> new Space(List.of(twice, twice)))
                .hasMessageContaining("a is there twice");
    }
}
