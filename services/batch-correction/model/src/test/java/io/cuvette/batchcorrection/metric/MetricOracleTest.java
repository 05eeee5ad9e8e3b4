package io.cuvette.batchcorrection.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import io.cuvette.batchcorrection.Oracle;
import io.cuvette.batchcorrection.SharedData;
import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against scikit-learn 1.2.1 (five random sets) and harmonypy's stored LISI. */
class MetricOracleTest {
    /** 1e-9 relative. */
    private static final Percentage TIGHT = withinPercentage(1e-7);

    static Stream<JsonNode> sets() {
        return StreamSupport.stream(Oracle.read("clustering.json").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("sets")
    void equalsScikitLearn(JsonNode set) {
        Embedding x = Oracle.points(set.get("x"));
        int[] labels = Oracle.integers(set.get("labels"));
        int[] other = Oracle.integers(set.get("other"));
        int[] batches = Oracle.integers(set.get("batches"));
        assertThat(Silhouette.samples(x, labels))
                .containsExactly(Oracle.reals(set.get("silhouette")), within(1e-12));
        assertThat(Silhouette.average(x, labels))
                .isCloseTo(set.get("averageSilhouetteWidth").asDouble(), TIGHT);
        assertThat(Silhouette.batchWithinLabels(x, batches, labels).orElseThrow())
                .isCloseTo(set.get("batchSilhouette").asDouble(), TIGHT);
        assertThat(Centroids.calinskiHarabasz(x, labels))
                .isCloseTo(set.get("calinskiHarabasz").asDouble(), TIGHT);
        assertThat(Centroids.daviesBouldin(x, labels))
                // scikit-learn expands |x - m|^2 and so gives a group of one cell a width of 1e-8
                .isCloseTo(set.get("daviesBouldin").asDouble(), withinPercentage(1e-6));
        assertThat(Centroids.explainedVariance(x, batches))
                .isCloseTo(set.get("principalComponentRegression").asDouble(), TIGHT);
        assertThat(PartitionAgreement.normalizedMutualInformation(labels, other))
                .isCloseTo(set.get("normalizedMutualInformation").asDouble(), TIGHT);
        assertThat(PartitionAgreement.adjustedRandIndex(labels, other))
                .isCloseTo(set.get("adjustedRandIndex").asDouble(), TIGHT);
    }

    @Test
    void lisiEqualsTheStoredVectorOfHarmonypy() {
        Path folder = SharedData.folder("harmonypy");
        List<String> points = SharedData.lines(folder.resolve("lisi_x.tsv.gz"));
        List<String> metadata = SharedData.lines(folder.resolve("lisi_metadata.tsv.gz"));
        List<String> expected = SharedData.lines(folder.resolve("lisi_lisi.tsv.gz"));
        int n = points.size() - 1;
        double[] x =
                points.stream()
                        .skip(1)
                        .flatMap(row -> Arrays.stream(row.split("\t")))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        NearestNeighbors neighbors =
                NearestNeighbors.search(new Embedding(n, 2, x), Lisi.NEIGHBORS - 1);
        for (int labeling = 0; labeling < 2; labeling++) {
            int column = labeling;
            List<String> labels =
                    metadata.stream().skip(1).map(row -> row.split("\t")[column]).toList();
            List<String> names = labels.stream().distinct().toList();
            double[] lisi =
                    Lisi.samples(neighbors, labels.stream().mapToInt(names::indexOf).toArray());
            double[] stored =
                    IntStream.range(0, n)
                            .mapToDouble(
                                    i ->
                                            Double.parseDouble(
                                                    expected.get(i + 1).split("\t")[column + 1]))
                            .toArray();
            assertThat(lisi).containsExactly(stored, within(1e-10));
        }
    }
}
