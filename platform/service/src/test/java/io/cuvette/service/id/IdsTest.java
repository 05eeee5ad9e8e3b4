package io.cuvette.service.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    @Test
    void areValidUniqueAndInOrder() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ids.add(Ids.next());
        }
        assertThat(ids).isSorted().allMatch(Ids::isValid);
        assertThat(new TreeSet<>(ids)).hasSize(ids.size());
    }

    @Test
    void areUniqueAcrossThreads() {
        Set<String> ids = new ConcurrentSkipListSet<>();
        IntStream.range(0, 20_000).parallel().forEach(i -> ids.add(Ids.next()));
        assertThat(ids).hasSize(20_000);
    }

    @Test
    void tellTheMillisecond() {
        long before = System.currentTimeMillis();
        String id = Ids.next();
        long millis = 0;
        for (char c : id.substring(0, 10).toCharArray()) {
            millis = millis * 32 + "0123456789abcdefghjkmnpqrstvwxyz".indexOf(c);
        }
        assertThat(millis).isBetween(before, System.currentTimeMillis() + 1000);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "01k3abcdefghjkmnpqrstvwxy",
                "01k3abcdefghjkmnpqrstvwxyz0",
                "81k3abcdefghjkmnpqrstvwxyz",
                "01K3ABCDEFGHJKMNPQRSTVWXYZ",
                "01k3abcdefghjkmnpqrstvwxyi",
                "01k3abcdefghjkmnpqrstvwx/z",
                "01k3abcdefghjkmnpqrstvwxyz\n"
            })
    void refuseOtherTexts(String id) {
        assertThat(Ids.isValid(id)).isFalse();
        assertThatThrownBy(() -> Ids.require("job id", id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("job id");
    }
}
