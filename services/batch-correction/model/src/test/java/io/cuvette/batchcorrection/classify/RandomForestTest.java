package io.cuvette.batchcorrection.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.batchcorrection.embedding.Embedding;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomForestTest {

    @Test
    void isAsAccurateAsScikitLearnsOnDigits() {
        JsonNode digits = Oracle.read("umap_quality.json");
        JsonNode expected = Oracle.read("forest.json");
        Embedding x = Oracle.points(digits.get("x"));
        int[] classes = Oracle.integers(digits.get("labels"));
        double accuracy = 0;
        double balanced = 0;
        for (int seed = 0; seed < 3; seed++) {
            int[] predicted =
                    ClassifierEvaluation.outOfFold(
                            x, classes, Folds.stratified(classes, 5, seed), 100, seed);
            accuracy += ConfusionMatrix.accuracy(classes, predicted) / 3;
            balanced += ConfusionMatrix.balancedAccuracy(classes, predicted) / 3;
        }
        assertThat(accuracy).isCloseTo(expected.get("accuracy").asDouble(), within(0.015));
        assertThat(balanced).isCloseTo(expected.get("balancedAccuracy").asDouble(), within(0.015));
    }

    @Test
    void learnsWhatNoSingleCutTells() {
        // exclusive or of two signs, four dimensions of noise
        Random random = new Random(4);
        int cells = 600;
        double[] values = new double[cells * 6];
        Arrays.setAll(values, i -> random.nextGaussian());
        int[] classes =
                IntStream.range(0, cells)
                        .map(i -> values[6 * i] > 0 ^ values[6 * i + 1] > 0 ? 1 : 0)
                        .toArray();
        Embedding x = new Embedding(cells, 6, values);
        int[] predicted =
                ClassifierEvaluation.outOfFold(x, classes, Folds.stratified(classes, 5, 1), 100, 1);
        assertThat(ConfusionMatrix.accuracy(classes, predicted)).isGreaterThan(0.85);
    }

    @Test
    void doesNotDependOnTheNumberOfThreads() throws Exception {
        Embedding x = noise(300, 8);
        int[] classes = new Random(2).ints(300, 0, 4).toArray();
        int[] here = RandomForest.fit(x, classes, 30, 7).predict(noise(200, 8));
        ForkJoinPool one = new ForkJoinPool(1);
        int[] alone =
                one.submit(() -> RandomForest.fit(x, classes, 30, 7).predict(noise(200, 8))).get();
        one.shutdown();
        assertThat(alone).isEqualTo(here);
        assertThat(RandomForest.fit(x, classes, 30, 8).predict(noise(200, 8))).isNotEqualTo(here);
    }

    @Test
    void treesFitTheirOwnCellsUnlessTheseCoincide() {
        Embedding x = noise(400, 5);
        int[] classes = new Random(3).ints(400, 0, 3).toArray();
        assertThat(
                        ConfusionMatrix.accuracy(
                                classes, RandomForest.fit(x, classes, 50, 1).predict(x)))
                .isGreaterThan(0.98);
        Embedding same = new Embedding(5, 2, new double[10]);
        assertThat(RandomForest.fit(same, new int[] {2, 2, 2, 0, 1}, 50, 1).predict(same))
                .containsOnly(2);
    }

    @Test
    void binsKeepEveryDifferenceOfFewValuesAndShareManyEvenly() {
        Embedding few = new Embedding(5, 1, new double[] {3, 1, 1, 2, Math.nextUp(1)});
        Bins bins = Bins.fit(few);
        assertThat(IntStream.range(0, 5).map(i -> bins.bin(0, few.get(i, 0))))
                .containsExactly(3, 0, 0, 2, 1);
        assertThat(bins.bin(0, -1e9)).isZero();
        assertThat(bins.bin(0, 1e9)).isEqualTo(3);

        double[] many = new Random(1).doubles(10_000).toArray();
        Bins full = Bins.fit(new Embedding(many.length, 1, many));
        int[] sizes = new int[Bins.MOST];
        for (double value : many) {
            sizes[full.bin(0, value)]++;
        }
        assertThat(Arrays.stream(sizes).min().getAsInt()).isBetween(38, 40);
        assertThat(Arrays.stream(sizes).max().getAsInt()).isBetween(39, 41);
    }

    @Test
    void predictsOneClassWhenThereIsOne() {
        assertThat(RandomForest.fit(noise(10, 2), new int[10], 3, 1).predict(noise(4, 2)))
                .containsOnly(0);
        assertThat(RandomForest.fit(noise(1, 2), new int[] {3}, 3, 1).predict(noise(4, 2)))
                .containsOnly(3);
    }

    @Test
    void refusesWhatIsNotFiniteAndShapesThatDiffer() {
        Embedding broken = noise(10, 2);
        broken.values()[3] = Double.NaN;
        assertThatThrownBy(() -> RandomForest.fit(broken, new int[10], 3, 1))
                .hasMessageContaining("not finite");
        RandomForest forest = RandomForest.fit(noise(10, 2), new int[10], 3, 1);
        assertThatThrownBy(() -> forest.predict(broken)).hasMessageContaining("not finite");
        assertThatThrownBy(() -> forest.predict(noise(3, 5))).hasMessageContaining("5 dimensions");
        assertThatThrownBy(() -> RandomForest.fit(noise(10, 2), new int[9], 3, 1))
                .hasMessageContaining("10 cells, 9 classes");
        int[] missing = new int[10];
        missing[0] = -1;
        assertThatThrownBy(() -> RandomForest.fit(noise(10, 2), missing, 3, 1))
                .hasMessageContaining("no class");
    }

    private static Embedding noise(int cells, int dimensions) {
        Random random = new Random(cells);
        return new Embedding(
                cells,
                dimensions,
                random.doubles((long) cells * dimensions).map(u -> 10 * u - 5).toArray());
    }
}
