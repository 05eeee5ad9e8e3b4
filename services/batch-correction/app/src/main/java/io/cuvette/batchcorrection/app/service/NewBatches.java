package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.BatchMatch;
import io.cuvette.batchcorrection.preprocess.BatchMeans;
import io.cuvette.batchcorrection.preprocess.UnseenBatchPolicy;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * New cells with the codes of their batches.
 *
 * @param cells ready for the model
 * @param report what became of batches that the model does not know
 */
record NewBatches(ScaledCells cells, BatchReport report) {

    /**
     * Matches batches by name.
     *
     * @param scaled the cells
     * @param column their batches, when the dataset has the column
     * @param batchKey its name
     * @throws UnsuitableDataException BATCH_MISSING, BATCH_NAN, UNSEEN_BATCH
     */
    static NewBatches of(
            SparseMatrix scaled,
            Optional<Column> column,
            String batchKey,
            UnseenBatchPolicy policy,
            ServedModel model)
            throws UnsuitableDataException {
        if (column.isEmpty()) {
            if (policy == UnseenBatchPolicy.POPULATION) {
                return new NewBatches(
                        ScaledCells.ofPopulation(scaled),
                        new BatchReport(policy.key(), List.of(), Map.of()));
            }
            throw new UnsuitableDataException(
                    FindingCode.BATCH_MISSING,
                    "batchKey",
                    "the cells have no column %s, and this method needs their batch: name the column as batchKey, or choose the policy population"
                            .formatted(batchKey));
        }
        List<String> known = model.card().batches();
        BatchMatch match = BatchMatch.of(column.get(), batchKey, known, policy);
        if (policy != UnseenBatchPolicy.NEAREST || match.complete()) {
            return new NewBatches(
                    new ScaledCells(scaled, match.codes()),
                    new BatchReport(policy.key(), match.unseen(), Map.of()));
        }
        int[] nearest = nearest(scaled, match, model);
        Map<String, String> treatedAs = new LinkedHashMap<>();
        for (int i = 0; i < nearest.length; i++) {
            treatedAs.put(match.unseen().get(i), known.get(nearest[i]));
        }
        return new NewBatches(
                new ScaledCells(scaled, match.resolved(i -> nearest[i])),
                new BatchReport(policy.key(), match.unseen(), treatedAs));
    }

    /** For each unseen batch the code of the one whose mean expression is nearest. */
    private static int[] nearest(SparseMatrix scaled, BatchMatch match, ServedModel model) {
        float[] means =
                model.trained()
                        .batchMeans()
                        .orElseThrow(
                                () ->
                                        new ProblemException(
                                                ErrorCode.ILLEGAL_STATE,
                                                "The model is of a release that did not store its"
                                                        + " batches' means; train it again or"
                                                        + " choose another policy."));
        int genes = scaled.columns();
        double[][] known = new double[means.length / genes][genes];
        for (int i = 0; i < means.length; i++) {
            known[i / genes][i % genes] = means[i];
        }
        int[] cells =
                IntStream.range(0, scaled.rows())
                        .filter(cell -> match.unseenOf()[cell] >= 0)
                        .toArray();
        BatchMeans unseen = BatchMeans.of(scaled, match.unseenOf(), cells, match.unseen().size());
        int[] nearest = new int[match.unseen().size()];
        for (int i = 0; i < nearest.length; i++) {
            double[] mean = Arrays.copyOfRange(unseen.values(), i * genes, (i + 1) * genes);
            nearest[i] = BatchMatch.nearest(mean, known);
        }
        return nearest;
    }
}
