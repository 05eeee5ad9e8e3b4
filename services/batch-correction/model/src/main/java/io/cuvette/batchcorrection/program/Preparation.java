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
import io.cuvette.training.core.sampling.RowFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From a dataset to cells ready for training: check, filter, split, fit, scale, in this order. */
final class Preparation {

    /** Cells scaled at once. */
    private static final int BLOCK = 1_024;

    private Preparation() {}

    /**
     * Prepares the cells. What it leaves in memory does not grow with their values.
     *
     * @param scratch folder for the scaled cells
     * @throws TrainingFailedException when the data makes the job hopeless, with the findings
     */
    static PreparedCells of(AnnData data, BatchCorrectionSettings settings, long seed, Path scratch)
            throws TrainingFailedException, IOException {
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
        int[] train = Arrays.stream(split.train()).map(cell -> kept[cell]).toArray();
        try {
            List<String> genes = data.var().index();
            Preprocessing preprocessing =
                    PreprocessingFit.fit(all, genes, train, settings.preprocessing());
            RowFile scaled = scale(all, kept, genes, preprocessing, scratch.resolve("scaled"));
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

    private static RowFile scale(
            CsrMatrix all, int[] kept, List<String> genes, Preprocessing preprocessing, Path file)
            throws IOException, UnsuitableDataException {
        int modelGenes = preprocessing.genes().size();
        try (RowFile.Writer writer = RowFile.create(file, kept.length, modelGenes)) {
            for (int from = 0; from < kept.length; from += BLOCK) {
                int to = Math.min(kept.length, from + BLOCK);
                CsrMatrix counts = all.selectRows(Arrays.copyOfRange(kept, from, to));
                writer.append(preprocessing.apply(counts, genes).scaled());
            }
            return writer.finish();
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
