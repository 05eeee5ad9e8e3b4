package io.cuvette.reactormodel.app.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.app.persistence.AdaptationEntity;
import io.cuvette.reactormodel.app.service.MeasuredChoice;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlotTagTest {

    private static PlotTag tag(String program, String... names) {
        AdaptationEntity row = new AdaptationEntity();
        row.id = "one";
        row.artifacts = List.of();
        MeasuredChoice choice = new MeasuredChoice(List.of(), new TreeSet<>(Set.of(names)));
        return PlotTag.of(program, row, choice, 0.9, "png");
    }

    @Test
    void anotherProgramMayDrawOtherwise() {
        assertThat(tag("1.0")).isEqualTo(tag("1.0")).isNotEqualTo(tag("1.1"));
    }

    @Test
    void theOrderOfNamesIsOfNoMatter() {
        assertThat(tag("1.0", "a", "b"))
                .isEqualTo(tag("1.0", "b", "a"))
                .isNotEqualTo(tag("1.0", "ab"));
    }
}
