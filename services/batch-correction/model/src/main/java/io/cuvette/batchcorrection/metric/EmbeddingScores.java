package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.preprocess.Grouping;
import java.util.EnumMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** All metrics of one embedding; one neighbour search serves those that ask for neighbours. */
final class EmbeddingScores {
    private final Embedding embedding;
    private final NearestNeighbors neighbors;
    private final int[] batches;
    private final Grouping labels;
    private final long seed;
    private final EnumMap<Metric, Double> scores = new EnumMap<>(Metric.class);

    EmbeddingScores(DrawnCells cells, Grouping batches, Grouping labels, long seed) {
        this.embedding = cells.embedding();
        this.neighbors = cells.neighbors();
        this.batches = batches.codes();
        this.labels = labels;
        this.seed = seed;
    }

    /**
     * @param batchVarianceBefore share of variance that batches explain in the baseline
     */
    EnumMap<Metric, Double> compute(double batchVarianceBefore) {
        scoreBatches(batchVarianceBefore);
        int[] labelled =
                IntStream.range(0, labels.size()).filter(c -> labels.codes()[c] >= 0).toArray();
        if (labelled.length > 2) {
            boolean all = labelled.length == labels.size();
            // cells without a label are no neighbours of those that have one
            DrawnCells cells =
                    all ? new DrawnCells(embedding, neighbors) : DrawnCells.of(embedding, labelled);
            scoreLabels(cells, Groups.select(batches, labelled), labels.select(labelled).codes());
        }
        Aggregates.addTo(scores);
        return scores;
    }

    private void scoreBatches(double batchVarianceBefore) {
        int number = Groups.occupied(batches);
        if (number < 2) {
            return;
        }
        put(Metric.BATCH_SILHOUETTE, Silhouette.average(embedding, batches));
        put(Metric.BATCH_CALINSKI_HARABASZ, Centroids.calinskiHarabasz(embedding, batches));
        put(Metric.BATCH_INVERSE_DAVIES_BOULDIN, 1 / Centroids.daviesBouldin(embedding, batches));
        double mixing = Lisi.scaledIntegration(Lisi.samples(neighbors, batches), number);
        put(Metric.ILISI, mixing);
        double shuffled =
                Lisi.scaledIntegration(Lisi.samples(neighbors, shuffledBatches()), number);
        put(Metric.ILISI_RELATIVE, mixing / shuffled);
        put(
                Metric.PCR_COMPARISON,
                Centroids.regressionComparison(
                        batchVarianceBefore, Centroids.explainedVariance(embedding, batches)));
    }

    private void scoreLabels(DrawnCells labelled, int[] batchCodes, int[] labelCodes) {
        Embedding cells = labelled.embedding();
        Silhouette.batchWithinLabels(cells, batchCodes, labelCodes)
                .ifPresent(score -> put(Metric.BATCH_ASW, score));
        Kbet.score(cells, batchCodes, labelCodes).ifPresent(score -> put(Metric.KBET, score));
        put(Metric.GRAPH_CONNECTIVITY, GraphConnectivity.score(labelled.neighbors(), labelCodes));
        int number = Groups.occupied(labelCodes);
        if (number < 2) {
            return;
        }
        double[] silhouettes = Silhouette.samples(cells, labelCodes);
        double width = Silhouette.mean(silhouettes);
        put(Metric.LABEL_SILHOUETTE, width);
        put(Metric.LABEL_ASW, Silhouette.scaledLabelWidth(width));
        put(Metric.ISOLATED_LABELS, Silhouette.isolatedLabels(silhouettes, batchCodes, labelCodes));
        put(Metric.LABEL_CALINSKI_HARABASZ, Centroids.calinskiHarabasz(cells, labelCodes));
        put(Metric.LABEL_INVERSE_DAVIES_BOULDIN, 1 / Centroids.daviesBouldin(cells, labelCodes));
        put(
                Metric.CLISI,
                Lisi.scaledLabels(Lisi.samples(labelled.neighbors(), labelCodes), number));
        int[] clusters = KMeans.fit(cells, number, KMeans.RESTARTS, seed).codes();
        put(Metric.NMI, PartitionAgreement.normalizedMutualInformation(labelCodes, clusters));
        put(Metric.ARI, PartitionAgreement.adjustedRandIndex(labelCodes, clusters));
    }

    /** Undefined scores (a division by zero) are left out rather than shown as numbers. */
    private void put(Metric metric, double score) {
        if (Double.isFinite(score)) {
            scores.put(metric, score);
        }
    }

    private int[] shuffledBatches() {
        int[] shuffled = batches.clone();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = shuffled.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = shuffled[i];
            shuffled[i] = shuffled[j];
            shuffled[j] = swap;
        }
        return shuffled;
    }
}
