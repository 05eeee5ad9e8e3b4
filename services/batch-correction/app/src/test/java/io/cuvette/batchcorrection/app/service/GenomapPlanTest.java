package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.batchcorrection.genomap.PixelGrid;
import io.cuvette.service.error.ProblemException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenomapPlanTest {

    private static GenomapPlan plan(int genes) {
        return new GenomapPlan(
                new int[] {0, 1},
                new int[] {0},
                IntStream.range(0, genes).toArray(),
                PixelGrid.forGenes(genes));
    }

    /** 60,000 rows of 1,024 genes; of 2,916 as many as take the same time, 7,399. */
    @ParameterizedTest
    @CsvSource({"60, 5, 8571", "1024, 1000, 59", "2916, 1000, 7", "2916, 5, 1057"})
    void namedCellsAreBoundByTheBatchesOfBothGroups(int genes, int targets, int most) {
        plan(genes).requireProjectable(most, targets);

        assertThatThrownBy(() -> plan(genes).requireProjectable(most + 1, targets))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> {
                            assertThat(problem.errors().get(0).field()).isEqualTo("cells");
                            assertThat(problem.errors().get(0).message())
                                    .contains("%d batches".formatted(targets))
                                    .contains("at most %,d cells".formatted(most));
                        });
    }
}
