package io.cuvette.data.anndata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PackedStringsTest {

    /** More than one block, with what UTF-8 makes longer and what has no length at all. */
    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("", "AAACCTG-1", "Zelle ß", "细胞", "🧫"));
        IntStream.range(0, 3_000).forEach(i -> names.add("cell" + i));
        names.add("x".repeat(5_000));
        return names;
    }

    @Test
    void givesBackWhatWasPacked() {
        List<String> names = names();
        PackedStrings packed = PackedStrings.of(names);
        assertThat(packed).hasSize(3_006).isEqualTo(names).hasSameHashCodeAs(names);
        assertThat(packed.get(2_000)).isEqualTo("cell1995");
        assertThat(PackedStrings.of(packed)).isSameAs(packed);
        assertThat(PackedStrings.of(List.of())).isEmpty();
    }

    @Test
    void selectsInTheOrderGiven() {
        PackedStrings packed = PackedStrings.of(names());
        assertThat(packed.select(new int[] {3_004, 0, 3})).containsExactly("cell2999", "", "细胞");
        assertThat(packed.select(new int[0])).isEmpty();
        int[] all = IntStream.range(0, packed.size()).toArray();
        assertThat(packed.select(all)).isSameAs(packed);
        int first = all[0];
        all[0] = all[1];
        all[1] = first;
        assertThat(packed.select(all)).startsWith("AAACCTG-1", "").hasSize(packed.size());
    }

    @Test
    void refusesPositionsOutsideAndChanges() {
        PackedStrings packed = PackedStrings.of(List.of("a", "b"));
        assertThatThrownBy(() -> packed.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> packed.set(0, "c"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> packed.add("c")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFrameKeepsNamesPacked() {
        PackedStrings packed = PackedStrings.of(List.of("a", "b"));
        assertThat(Frame.of(packed).index()).isSameAs(packed);
    }
}
