package io.cuvette.batchcorrection.program;

import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.classify.LookupCeiling;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.CellColumns;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.Design;
import io.cuvette.batchcorrection.preprocess.DesignAudit;
import io.cuvette.batchcorrection.preprocess.DesignCheck;
import io.cuvette.batchcorrection.preprocess.Grouping;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.PreprocessingFit;
import io.cuvette.batchcorrection.preprocess.Split;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.PackedStrings;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.training.core.program.TrainingFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** From a dataset to cells ready for training: check, filter, split, fit, scale, in this order. */
final class Preparation {

    private Preparation() {}

    /**
     * Prepares the cells.
     *
     * @param file of the dataset, whose further columns are audited
     * @param data raw counts of all cells
     * @param scratch where the names and the scaled cells go
     * @throws TrainingFailedException when the data makes the job hopeless, with the findings
     */
    static PreparedCells of(
            Path file,
            SpooledDataset data,
            BatchCorrectionSettings settings,
            long seed,
            Path scratch)
            throws IOException, TrainingFailedException {
        Kept kept = keep(file, data, settings);
        // every random choice derives from the job's seed, so a resumed run splits alike
        Split split = Split.stratified(kept.batches().codes(), kept.labels().codes(), seed);
        SparseMatrix counts = new SelectedRows(data.counts(), kept.rows());
        List<String> genes = data.var().index();
        try {
            Preprocessing preprocessing =
                    PreprocessingFit.fit(
                            counts,
                            kept.librarySizes(),
                            genes,
                            split.train(),
                            settings.preprocessing());
            return new PreparedCells(
                    TrainingCells.writeNames(
                            scratch, PackedStrings.of(data.obs().index()).select(kept.rows())),
                    kept.rows(),
                    scaled(preprocessing, counts, genes, scratch),
                    preprocessing,
                    split,
                    kept.batches().names(),
                    kept.batches().codes(),
                    kept.labels().names(),
                    kept.labels().codes(),
                    lookupCeiling(kept, split),
                    kept.targets(),
                    kept.design(),
                    kept.warnings());
        } catch (UnsuitableDataException e) {
            throw TrainingFailedException.of(List.of(e.finding()));
        }
    }

    /**
     * Cells that passed the filter.
     *
     * @param rows of these cells in the dataset
     */
    private record Kept(
            int[] rows,
            double[] librarySizes,
            Grouping batches,
            Grouping labels,
            Map<String, Grouping> targets,
            DesignAudit design,
            List<Finding> warnings) {}

    /** On the cells that forests are judged on: no network was trained on them. */
    private static Optional<Double> lookupCeiling(Kept kept, Split split) {
        OptionalDouble ceiling =
                LookupCeiling.heldOut(
                        kept.batches(), kept.labels(), split.train(), split.heldOut());
        return ceiling.isPresent() ? Optional.of(ceiling.getAsDouble()) : Optional.empty();
    }

    private static Kept keep(Path file, SpooledDataset data, BatchCorrectionSettings settings)
            throws IOException, TrainingFailedException {
        CountProfile profile = CountProfile.of(data.counts());
        DesignCheck.Result check =
                DesignCheck.of(
                        profile,
                        data.obs(),
                        settings.batchKey(),
                        settings.labelKey(),
                        data.obsColumns(),
                        CellColumns.of(file, data));
        if (check.stops() || check.design().isEmpty()) {
            throw TrainingFailedException.of(check.findings());
        }
        int[] rows = profile.cellsWithGenes(settings.preprocessing().minGenesPerCell());
        Design design = check.design().get();
        Grouping batches = design.batches().select(rows);
        Grouping labels = design.labels().select(rows);
        if (settings.methods().contains(Method.FEC)
                && Arrays.stream(labels.counts()).filter(n -> n > 0).count() < 2) {
            throw TrainingFailedException.of(
                    List.of(
                            Finding.error(
                                    FindingCode.LABEL_MISSING,
                                    "labelKey",
                                    "fec learns to tell labels apart, and these cells have fewer"
                                            + " than two: leave fec out")));
        }
        List<Finding> left = DesignCheck.afterFilter(settings.batchKey(), batches);
        if (left.stream().anyMatch(Finding::stops)) {
            throw TrainingFailedException.of(left);
        }
        return new Kept(
                rows,
                profile.librarySizes(rows),
                batches,
                labels,
                NamedElements.targets(data.obs(), settings.targets(), rows),
                check.audit().orElseThrow(),
                Stream.concat(check.findings().stream(), left.stream()).toList());
    }

    private static RowFile scaled(
            Preprocessing preprocessing, SparseMatrix counts, List<String> genes, Path scratch)
            throws IOException, UnsuitableDataException {
        try (RowFile.Writer writer = RowFile.writer(scratch, preprocessing.genes().size())) {
            preprocessing.apply(counts, genes, writer);
            return writer.finish();
        }
    }
}
