package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.SparseCounts;
import io.cuvette.batchcorrection.preprocess.Split;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.TrainingFailedException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From a dataset to cells ready for training: check, filter, split, fit, scale, in this order. */
final class Preparation {

    private Preparation() {}

    /**
     * Prepares the cells.
     *
     * @throws TrainingFailedException when the data makes the job hopeless, with the findings
     */
    static PreparedCells of(AnnData data, BatchCorrectionSettings settings, long seed)
            throws TrainingFailedException {
        Matrix counts = counts(data, settings.layer());
        DesignCheck.Result check =
                DesignCheck.of(counts, data.obs(), settings.batchKey(), settings.labelKey());
        if (check.stops() || check.design().isEmpty()) {
            throw failed(check.findings());
        }
        CsrMatrix all = SparseCounts.of(counts);
        int[] kept = SparseCounts.cellsWithGenes(all, settings.preprocessing().minGenesPerCell());
        Design design = check.design().get();
        Grouping batches = design.batches().select(kept);
        Grouping labels = design.labels().select(kept);
        // every random choice derives from the job's seed, so a resumed run splits alike
        Split split = Split.stratified(batches.codes(), labels.codes(), seed);
        CsrMatrix filtered = kept.length == all.rows() ? all : all.selectRows(kept);
        try {
            List<String> genes = data.var().index();
            Preprocessing preprocessing =
                    PreprocessingFit.fit(filtered, genes, split.train(), settings.preprocessing());
            CsrMatrix scaled = preprocessing.apply(filtered, genes).scaled();
            List<String> names = data.obs().index();
            return new PreparedCells(
                    Arrays.stream(kept).mapToObj(names::get).toList(),
                    kept,
                    scaled,
                    preprocessing,
                    split,
                    batches.names(),
                    batches.codes(),
                    labels.names(),
                    labels.codes(),
                    labels.names().isEmpty()
                            ? Optional.empty()
                            : Optional.of(design.lookupCeiling()),
                    check.findings());
        } catch (UnsuitableDataException e) {
            throw failed(List.of(e.finding()));
        }
    }

    private static Matrix counts(AnnData data, Optional<String> layer)
            throws TrainingFailedException {
        if (layer.isEmpty()) {
            return data.x();
        }
        Matrix matrix = data.layers().get(layer.get());
        if (matrix == null) {
            throw failed(
                    List.of(
                            Finding.error(
                                    FindingCode.INVALID_SETTING,
                                    "layer",
                                    "the dataset has no layer %s; its layers are: %s"
                                            .formatted(
                                                    layer.get(),
                                                    String.join(", ", data.layers().keySet())))));
        }
        return matrix;
    }

    private static TrainingFailedException failed(List<Finding> findings) {
        String reasons =
                String.join(
                        "; ",
                        findings.stream().filter(Finding::stops).map(Finding::message).toList());
        return new TrainingFailedException(reasons, findings);
    }
}
