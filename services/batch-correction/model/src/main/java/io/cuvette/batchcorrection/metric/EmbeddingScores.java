package io.cuvette.batchcorrection.metric;

import io.cuvette.batchcorrection.embedding.Embedding;
import io.cuvette.batchcorrection.neighbors.NearestNeighbors;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.statistics.Draw;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** All metrics of one embedding; one neighbour search serves those that ask for neighbours. */
final class EmbeddingScores {
    private final DrawnCells drawn;
    private final int[] batches;
    private final Grouping labels;
    private final long seed;
    private final WantedScores scores;

    EmbeddingScores(DrawnCells drawn, Grouping batches, Grouping labels, ScoreSettings settings) {
        this.drawn = drawn;
        this.batches = batches.codes();
        this.labels = labels;
        this.seed = settings.seed();
        this.scores = new WantedScores(settings.metrics());
    }

    /**
     * @param batchVarianceBefore share of variance that batches explain in the baseline
     */
    EnumMap<Metric, Double> compute(double batchVarianceBefore) {
        int[] labelled =
                IntStream.range(0, labels.size()).filter(c -> labels.codes()[c] >= 0).toArray();
        boolean allLabelled = labelled.length == labels.size();
        boolean severalBatches = Groups.occupied(batches) > 1;
        if (severalBatches) {
            scoreBatches(batchVarianceBefore);
        }
        if (labelled.length > 2) {
            // cells without a label are no neighbours of those that have one
            DrawnCells cells = allLabelled ? drawn : DrawnCells.of(drawn.embedding(), labelled);
            int[] labelCodes = labels.select(labelled).codes();
            int[] batchCodes = Groups.select(batches, labelled);
            scoreMixing(cells, batchCodes, labelCodes);
            if (Groups.occupied(labelCodes) > 1) {
                scoreSeparation(cells, labelCodes);
                scoreClusters(cells, batchCodes, labelCodes);
                scoreSilhouettes(cells.embedding(), batchCodes, labelCodes, allLabelled);
            }
        }
        boolean alone = !allLabelled || labelled.length < 3 || Groups.occupied(labels.codes()) < 2;
        if (severalBatches && alone) {
            scores.add(
                    Metric.BATCH_SILHOUETTE, () -> Silhouette.average(drawn.embedding(), batches));
        }
        return scores.withAggregates();
    }

    private void scoreBatches(double varianceBefore) {
        Embedding cells = drawn.embedding();
        scores.add(
                Metric.BATCH_CALINSKI_HARABASZ, () -> Centroids.calinskiHarabasz(cells, batches));
        scores.add(
                Metric.BATCH_INVERSE_DAVIES_BOULDIN,
                () -> 1 / Centroids.daviesBouldin(cells, batches));
        scores.add(
                Metric.PCR_COMPARISON,
                () ->
                        Centroids.regressionComparison(
                                varianceBefore, Centroids.explainedVariance(cells, batches)));
        scores.addIfAny(Metric.BATCH_LEAKAGE, () -> BatchLeakage.score(cells, batches, seed));
        if (scores.wantsAny(Metric.ILISI, Metric.ILISI_RELATIVE)) {
            int[] shuffled = batches.clone();
            Draw.shuffle(shuffled, new SplittableRandom(seed));
            double mixing = mixing(batches);
            scores.add(Metric.ILISI, () -> mixing);
            scores.add(Metric.ILISI_RELATIVE, () -> mixing / mixing(shuffled));
        }
    }

    private double mixing(int[] codes) {
        NearestNeighbors neighbors = drawn.neighbors();
        // two cells have one neighbour each, too few for a perplexity
        return neighbors.count() < 2
                ? Double.NaN
                : Lisi.scaledIntegration(Lisi.samples(neighbors, codes), Groups.occupied(codes));
    }

    /** How batches mix within labels. */
    private void scoreMixing(DrawnCells cells, int[] batchCodes, int[] labelCodes) {
        Embedding points = cells.embedding();
        NearestNeighbors neighbors = cells.neighbors();
        scores.addIfAny(
                Metric.BATCH_ASW,
                () -> Silhouette.batchWithinLabels(points, batchCodes, labelCodes));
        scores.addIfAny(Metric.BRAS, () -> Bras.score(points, batchCodes, labelCodes));
        scores.addIfAny(Metric.KBET, () -> Kbet.score(points, batchCodes, labelCodes));
        scores.addIfAny(
                Metric.KBET_DIFFUSION,
                () -> KbetDiffusion.score(neighbors, batchCodes, labelCodes));
        scores.add(Metric.GRAPH_CONNECTIVITY, () -> GraphConnectivity.score(neighbors, labelCodes));
        if (Groups.occupied(batchCodes) > 1) {
            scores.add(Metric.SBEE, () -> Sbee.score(points, neighbors, batchCodes, labelCodes));
        }
    }

    /** How labels stay apart. */
    private void scoreSeparation(DrawnCells cells, int[] labelCodes) {
        Embedding points = cells.embedding();
        scores.add(
                Metric.LABEL_CALINSKI_HARABASZ,
                () -> Centroids.calinskiHarabasz(points, labelCodes));
        scores.add(
                Metric.LABEL_INVERSE_DAVIES_BOULDIN,
                () -> 1 / Centroids.daviesBouldin(points, labelCodes));
        scores.add(
                Metric.CLISI,
                () ->
                        Lisi.scaledLabels(
                                Lisi.samples(cells.neighbors(), labelCodes),
                                Groups.occupied(labelCodes)));
    }

    /** Whether clusters find the labels. */
    private void scoreClusters(DrawnCells cells, int[] batchCodes, int[] labelCodes) {
        if (scores.wantsAny(Metric.NMI, Metric.ARI)) {
            int number = Groups.occupied(labelCodes);
            int[] clusters = KMeans.fit(cells.embedding(), number, KMeans.RESTARTS, seed).codes();
            scores.add(
                    Metric.NMI,
                    () -> PartitionAgreement.normalizedMutualInformation(labelCodes, clusters));
            scores.add(
                    Metric.ARI, () -> PartitionAgreement.adjustedRandIndex(labelCodes, clusters));
        }
        if (scores.wantsAny(Metric.NMI_LEIDEN, Metric.ARI_LEIDEN, Metric.ISOLATED_LABELS_F1)) {
            LeidenClusters leiden = LeidenClusters.of(cells.neighbors(), seed);
            LeidenClusters.Agreement agreement = leiden.bestAgreement(labelCodes);
            scores.add(Metric.NMI_LEIDEN, agreement::mutualInformation);
            scores.add(Metric.ARI_LEIDEN, agreement::adjustedRand);
            scores.add(
                    Metric.ISOLATED_LABELS_F1, () -> leiden.isolatedLabels(batchCodes, labelCodes));
        }
    }

    /** Silhouettes of the labels; of the batches in the same pass where the cells are the same. */
    private void scoreSilhouettes(
            Embedding points, int[] batchCodes, int[] labelCodes, boolean allLabelled) {
        boolean ofBatches =
                allLabelled
                        && Groups.occupied(batchCodes) > 1
                        && scores.wantsAny(Metric.BATCH_SILHOUETTE);
        boolean ofLabels =
                scores.wantsAny(Metric.LABEL_SILHOUETTE, Metric.LABEL_ASW, Metric.ISOLATED_LABELS);
        if (!ofBatches && !ofLabels) {
            return;
        }
        List<double[]> silhouettes =
                Silhouette.samples(
                        points, ofBatches ? List.of(labelCodes, batchCodes) : List.of(labelCodes));
        double[] widths = silhouettes.get(0);
        double mean = Silhouette.mean(widths);
        scores.add(Metric.LABEL_SILHOUETTE, () -> mean);
        scores.add(Metric.LABEL_ASW, () -> Silhouette.scaledLabelWidth(mean));
        scores.add(
                Metric.ISOLATED_LABELS,
                () -> Silhouette.isolatedLabels(widths, batchCodes, labelCodes));
        if (ofBatches) {
            scores.add(Metric.BATCH_SILHOUETTE, () -> Silhouette.mean(silhouettes.get(1)));
        }
    }
}
