package io.cuvette.training.core.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConceptAwareTest {
    private static final ConceptAware.Settings DIVERSE =
            new ConceptAware.Settings(ConceptAware.Strategy.DIVERSITY, 4);

    /** Concept 0 in all rows, 1 in every tenth, 2 in every fortieth. */
    private static TrainingRows longTail(int number) {
        int[] rows = IntStream.range(1000, 1000 + number).toArray();
        int[][] concepts = new int[number][];
        Arrays.setAll(
                concepts,
                i ->
                        i % 40 == 0
                                ? new int[] {0, 1, 2}
                                : i % 10 == 0 ? new int[] {0, 1} : new int[] {0});
        return new TrainingRows(rows, concepts);
    }

    @Test
    void everyRareRowOfASuperBatchIsKept() {
        TrainingRows rows = longTail(400);
        ConceptAware sampler = new ConceptAware(rows, 50, 3, DIVERSE);
        assertThat(sampler.stepsPerEpoch()).isEqualTo(2);
        Set<Integer> seen = new HashSet<>();
        for (int step = 0; step < 2; step++) {
            int[] batch = sampler.batch(0, step);
            assertThat(batch).hasSize(50).doesNotHaveDuplicates();
            Arrays.stream(batch).forEach(seen::add);
        }
        for (int i = 0; i < 400; i += 40) {
            assertThat(seen).contains(1000 + i);
        }
    }

    /** The greedy rule computed anew for every row and every place. */
    @Test
    void lazyGreedyTakesTheSameRowsAsTheFullSearch() {
        RandomStream random = new RandomStream(4);
        int[][] concepts = new int[60][];
        for (int i = 0; i < concepts.length; i++) {
            concepts[i] = Arrays.copyOf(random.permutation(9), random.nextInt(4));
        }
        TrainingRows rows = new TrainingRows(IntStream.range(0, 60).toArray(), concepts);
        int[] drawn = new EpochSampler(IntStream.range(0, 60).toArray(), 40, false, 8).batch(2, 0);
        int[] batch = new ConceptAware(rows, 10, 8, DIVERSE).batch(2, 0);
        assertThat(batch).isEqualTo(greedy(concepts, drawn, 10));
    }

    private static int[] greedy(int[][] concepts, int[] drawn, int number) {
        double[] frequency = new double[9];
        Arrays.stream(concepts).flatMapToInt(Arrays::stream).forEach(c -> frequency[c]++);
        double marks = Arrays.stream(drawn).map(i -> concepts[i].length).sum();
        long present =
                Arrays.stream(drawn).flatMap(i -> Arrays.stream(concepts[i])).distinct().count();
        double target = Math.ceil(marks / drawn.length * number / present);
        double[] taken = new double[9];
        int[] kept = new int[number];
        Set<Integer> used = new HashSet<>();
        for (int k = 0; k < number; k++) {
            int best = -1;
            double most = -1;
            for (int i : drawn) {
                double gain = 0;
                for (int c : concepts[i]) {
                    if (taken[c] < target) {
                        gain += (target - taken[c]) / target + 1 / frequency[c];
                    }
                }
                gain = concepts[i].length == 0 ? 0 : gain / concepts[i].length;
                if (gain > most && !used.contains(i)) {
                    most = gain;
                    best = i;
                }
            }
            used.add(best);
            kept[k] = best;
            Arrays.stream(concepts[best]).forEach(c -> taken[c]++);
        }
        return kept;
    }

    @Test
    void frequencyTakesTheRowsOfMostConcepts() {
        var settings = new ConceptAware.Settings(ConceptAware.Strategy.FREQUENCY, 10);
        int[] batch = new ConceptAware(longTail(80), 8, 1, settings).batch(0, 0);
        assertThat(batch).hasSize(8).contains(1000, 1040);
        assertThat(Arrays.stream(batch)).allMatch(row -> row % 10 == 0);
    }

    @Test
    void aBatchDependsOnSeedAndPositionOnly() {
        ConceptAware visited = new ConceptAware(longTail(300), 20, 7, DIVERSE);
        visited.batch(0, 0);
        visited.batch(1, 2);
        ConceptAware fresh = new ConceptAware(longTail(300), 20, 7, DIVERSE);
        assertThat(fresh.batch(3, 1)).isEqualTo(visited.batch(3, 1));
        assertThat(new ConceptAware(longTail(300), 20, 8, DIVERSE).batch(3, 1))
                .isNotEqualTo(fresh.batch(3, 1));
    }

    @Test
    void badConceptsAreNamed() {
        int[] two = {4, 7};
        assertThatThrownBy(() -> new TrainingRows(two, new int[1][0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 rows, but concepts of 1");
        assertThatThrownBy(() -> new TrainingRows(two, new int[][] {{0}, {-1}}))
                .hasMessageContaining("row 7 has a negative concept");
        assertThatThrownBy(() -> new TrainingRows(two, new int[][] {{2, 2}, {}}))
                .hasMessageContaining("row 4 has a concept twice");
        assertThatThrownBy(() -> TrainingRows.unmarked(new int[0])).hasMessageContaining("no rows");
        assertThatThrownBy(() -> new ConceptAware(TrainingRows.unmarked(two), 1, 1, DIVERSE))
                .hasMessageContaining("no row has a concept");
        assertThatThrownBy(() -> new ConceptAware(longTail(40), 0, 1, DIVERSE))
                .hasMessageContaining("batchSize is 0");
        assertThatThrownBy(() -> new ConceptAware(longTail(40), 300_000, 1, DIVERSE))
                .hasMessageContaining("batchSize times candidates is 1200000");
    }
}
