package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassificationTest {

    @TempDir Path folder;

    @Test
    void aTargetOfTooManyClassesIsNotPredictedAndSaysSo() throws Exception {
        int cells = Classification.MOST_CLASSES + 1;
        int[] codes = IntStream.range(0, cells).toArray();
        List<String> names = IntStream.range(0, cells).mapToObj(i -> "class" + i).toList();
        Grouping batches =
                new Grouping(List.of("a", "b"), IntStream.of(codes).map(i -> i % 2).toArray());
        Classification classification =
                new Classification(
                        new EvaluationData(folder)
                                .context(
                                        "classes",
                                        folder.resolve("none"),
                                        EvaluationData.settings()),
                        codes,
                        cells,
                        batches,
                        Map.of("barcode", new Grouping(names, codes)));

        classification.judge(
                "pca", new Embedding(cells, 1, new double[cells]), false, Optional.empty());

        assertThat(classification.result().entries()).hasSize(2);
        assertThat(classification.result().entries())
                .allSatisfy(
                        entry -> {
                            assertThat(entry.report()).isEmpty();
                            assertThat(entry.reason().orElseThrow()).contains("201 classes");
                        });
    }
}
