package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.data.DatasetDescription;
import io.cuvette.training.core.program.JobCheck.Estimate;

/**
 * What an evaluation of uploaded embeddings takes; seconds are rough figures for two cores.
 *
 * <p>Memory: the covariance of the genes, names and codes of each cell, the baseline and Harmony of
 * it in double precision, and one uploaded embedding of all cells in single precision, the widest
 * at most: they are read one at a time. Nothing lies outside of the heap but what Java itself
 * needs.
 *
 * @param dataset whose description may be of an earlier release, without dimensions: then they are
 *     taken for as many as the baseline's, or 50
 */
record EvaluationEstimate(DatasetDescription dataset, EvaluationSettings settings) {

    private static final long BASE_HEAP = 384L << 20;
    private static final long NATIVE = 64L << 20;
    private static final double START_SECONDS = 10;
    private static final double SECONDS_A_CELL = 0.001;
    private static final double SECONDS_AN_EMBEDDED_VALUE = 1e-7;
    private static final int USUAL_DIMENSIONS = 50;

    /** Of the uncorrected cells. */
    long baselineDimensions() {
        return settings.baseline()
                .map(key -> dimensions(key, USUAL_DIMENSIONS))
                .orElse((long) settings.data().components());
    }

    private long dimensions(String key, long otherwise) {
        Integer known = dataset.embeddingDimensions().get(key);
        return known == null ? otherwise : known;
    }

    private long uploadedDimensions(String key) {
        return dimensions(key, Math.max(USUAL_DIMENSIONS, baselineDimensions()));
    }

    private long widest() {
        return settings.embeddings().stream().mapToLong(this::uploadedDimensions).max().orElse(0);
    }

    Estimate total() {
        BatchCorrectionSettings data = settings.data();
        // no network was trained on these cells, so classifiers may see all
        ScoringCost scoring = ScoringCost.of(dataset, data, dataset.cells());
        int rows = 2 + settings.embeddings().size();
        return new Estimate(heap(data, scoring), NATIVE, rows, seconds(data, scoring));
    }

    private long genes(BatchCorrectionSettings data) {
        return Math.min(dataset.genes(), data.preprocessing().highlyVariableGenes());
    }

    private long heap(BatchCorrectionSettings data, ScoringCost scoring) {
        long cells = dataset.cells();
        long genes = genes(data);
        long baseline = baselineDimensions();
        return BASE_HEAP
                + (settings.baseline().isPresent() ? 0 : 24 * genes * genes)
                + cells * (400 + (2L * Double.BYTES + Float.BYTES) * baseline)
                + cells * Float.BYTES * widest()
                + Harmony.bytes(
                        dataset.cells(),
                        (int) baseline,
                        (int) TrainingEstimate.batches(dataset, data.batchKey()),
                        data.harmony().clustersFor(dataset.cells()))
                + scoring.bytes(Math.max(baseline, widest()))
                + scoring.bytesKept(2 + EvaluationSettings.MOST_EMBEDDINGS);
    }

    private double seconds(BatchCorrectionSettings data, ScoringCost scoring) {
        long baseline = baselineDimensions();
        double seconds =
                START_SECONDS
                        + dataset.cells() * SECONDS_A_CELL
                        + (settings.baseline().isPresent()
                                ? 0
                                : TrainingEstimate.pcaSeconds(dataset, genes(data), data))
                        + TrainingEstimate.harmonySeconds(dataset.cells(), baseline, data)
                        + 2 * scoring.seconds(baseline);
        for (String key : settings.embeddings()) {
            long dimensions = uploadedDimensions(key);
            seconds +=
                    scoring.seconds(dimensions)
                            + SECONDS_AN_EMBEDDED_VALUE * dataset.cells() * dimensions;
        }
        return seconds;
    }
}
