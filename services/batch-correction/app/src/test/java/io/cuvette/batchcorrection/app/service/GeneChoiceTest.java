package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.genomap.LayoutKind;
import io.cuvette.service.error.ProblemException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneChoiceTest {

    private static final List<String> GENES =
            IntStream.range(0, 3_000).mapToObj(i -> "g" + i).toList();

    @ParameterizedTest
    @CsvSource({"EUCLID2D, 1024", "RADIAL, 2916"})
    void asManyAsTheLayoutTakes(LayoutKind layout, int most) {
        assertThat(new GeneChoice.AsManyAsFit().positions(GENES, layout))
                .isEqualTo(IntStream.range(0, most).toArray());
        assertThat(new GeneChoice.First(most).positions(GENES, layout)).hasSize(most);
        assertThat(new GeneChoice.Named(GENES.subList(0, most)).positions(GENES, layout))
                .hasSize(most);
        for (GeneChoice more :
                List.of(
                        new GeneChoice.First(most + 1),
                        new GeneChoice.Named(GENES.subList(0, most + 1)))) {
            assertThatThrownBy(() -> more.positions(GENES, layout))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem ->
                                    assertThat(problem.errors().get(0).message())
                                            .contains("at most %,d genes".formatted(most)));
        }
    }

    @Test
    void aSmallModelIsShownWhole() {
        assertThat(new GeneChoice.AsManyAsFit().positions(GENES.subList(0, 60), LayoutKind.RADIAL))
                .hasSize(60);
    }
}
