package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.statistics.Draw;
import io.cuvette.training.core.catalogue.Assessment;
import io.cuvette.training.core.catalogue.Assessments;
import io.cuvette.training.core.loop.LoopMethods;
import io.cuvette.training.core.tensor.Seeds;
import io.cuvette.training.core.uncertainty.HeldOutPredictions;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the chosen methods of uncertainty and diagnostics say of the trained methods of a job, on
 * test cells: labels that {@code fec} names, and embeddings.
 */
final class MethodAssessments {

    /** Cells whose embedding is judged; a spectrum needs a few times as many as dimensions. */
    private static final int MOST_CELLS = 2000;

    private final BatchCorrectionSettings settings;
    private final PreparedCells cells;
    private final long seed;
    private final Map<String, List<Assessment>> byMethod = new LinkedHashMap<>();

    MethodAssessments(BatchCorrectionSettings settings, PreparedCells cells, long seed) {
        this.settings = settings;
        this.cells = cells;
        this.seed = seed;
    }

    /**
     * Judges a method that was trained.
     *
     * @param embedding of all cells
     */
    void judge(Method method, NetworkTraining training, LoopMethods loop, EmbeddingFile embedding) {
        Assessments assessments = new Assessments(settings.recipe());
        assessments.ofLoop(loop);
        int[] test = cells.split().test();
        if (training.namesLabels()) {
            assessments.ofPredictions(
                    "label",
                    () ->
                            HeldOutPredictions.split(
                                    training.labelPredictions(test), Seeds.hash(seed, "halves")));
        }
        assessments.ofRepresentation(() -> drawn(embedding, test));
        if (!assessments.all().isEmpty()) {
            byMethod.put(method.key(), assessments.all());
        }
    }

    private double[][] drawn(EmbeddingFile embedding, int[] test) {
        int[] draw = Draw.withoutReplacement(test.length, MOST_CELLS, seed);
        Embedding some = embedding.select(Arrays.stream(draw).map(i -> test[i]).toArray());
        double[][] rows = new double[some.cells()][some.dimensions()];
        for (int cell = 0; cell < rows.length; cell++) {
            for (int d = 0; d < rows[cell].length; d++) {
                rows[cell][d] = some.get(cell, d);
            }
        }
        return rows;
    }

    Map<String, List<Assessment>> byMethod() {
        return Collections.unmodifiableMap(byMethod);
    }
}
