package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.preprocess.CountProfile;
import io.cuvette.batchcorrection.preprocess.GeneAlignment;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.SpooledRows;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.dataset.DatasetFiles;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Cells of a dataset as a model's input, prepared row by row on disk: many cells fit. */
@ApplicationScoped
class ModelInputs {

    private final DatasetFiles datasets;

    ModelInputs(DatasetFiles datasets) {
        this.datasets = datasets;
    }

    /**
     * Cells ready for a model.
     *
     * @param cells names
     * @param scaled cells x model genes; readable until the use ends
     * @param librarySizes sum of counts of each cell
     * @param alignment how the genes met
     * @param annotation values of the column of cells that was asked for, when the dataset has it
     */
    record Input(
            List<String> cells,
            SparseMatrix scaled,
            double[] librarySizes,
            GeneAlignment alignment,
            Optional<Column> annotation) {}

    /**
     * Some cells ready for a model.
     *
     * @param scaled chosen cells x model genes, in the order of the choice; readable until the use
     *     ends
     * @param librarySizes sum of counts of each of them
     */
    record Rows(SparseMatrix scaled, double[] librarySizes) {}

    /** Uses prepared cells. */
    @FunctionalInterface
    interface Use<C, T> {
        T apply(C cells) throws UnsuitableDataException;
    }

    /**
     * Prepares all cells of a dataset, which need not be the model's own, and uses them. Their
     * values are judged as those of a training are: logged ones would be logged once more.
     *
     * @param column of the cells to read as well
     * @throws ProblemException UNPROCESSABLE when genes do not match, values are no counts, or the
     *     layer that the model was trained on is not there; what {@link DatasetFiles#with} throws
     */
    <T> T with(String datasetId, ModelCard card, Optional<String> column, Use<Input, T> use) {
        return prepared(
                datasetId,
                card,
                (file, scratch, options) -> {
                    try (SpooledDataset data =
                            DatasetReader.spool(
                                    file,
                                    card.layer(),
                                    name -> column.filter(name::equals).isPresent(),
                                    options)) {
                        requireCounts(data.counts());
                        return scale(
                                card.preprocessing(),
                                data.counts(),
                                data.var(),
                                scratch,
                                (scaled, sizes) ->
                                        use.apply(
                                                new Input(
                                                        data.obs().index(),
                                                        scaled,
                                                        sizes.librarySizes(),
                                                        sizes.alignment(),
                                                        column.flatMap(data.obs()::column))));
                    }
                });
    }

    /**
     * Prepares some cells of a dataset and uses them. Of an {@code .h5ad} that is stored by row,
     * little more than these is read.
     *
     * @param rows of the dataset in any order, perhaps repeated
     * @throws ProblemException as {@link #with}
     */
    <T> T withRows(String datasetId, ModelCard card, int[] rows, Use<Rows, T> use) {
        int[] once = Arrays.stream(rows).sorted().distinct().toArray();
        int[] places = Arrays.stream(rows).map(row -> Arrays.binarySearch(once, row)).toArray();
        return prepared(
                datasetId,
                card,
                (file, scratch, options) -> {
                    try (SpooledRows data =
                            DatasetReader.spoolRows(file, card.layer(), once, options)) {
                        return scale(
                                card.preprocessing(),
                                new SelectedRows(data.counts(), places),
                                data.var(),
                                scratch,
                                (scaled, sizes) ->
                                        use.apply(new Rows(scaled, sizes.librarySizes())));
                    }
                });
    }

    /** Reads a file into cells and uses them. */
    @FunctionalInterface
    private interface Reading<T> {
        T apply(Path file, Path scratch, ReadOptions options)
                throws IOException, UnsuitableDataException;
    }

    private <T> T prepared(String datasetId, ModelCard card, Reading<T> reading) {
        return datasets.with(
                datasetId,
                (file, scratch, dataset) -> {
                    try {
                        return reading.apply(file, scratch, CellDatasets.options(dataset, scratch));
                    } catch (UnsuitableDataException e) {
                        throw unprocessable(
                                e.finding().field(),
                                e.finding().code().name(),
                                e.finding().message());
                    } catch (DataException e) {
                        throw absentLayer(card, e).orElseThrow(() -> e);
                    }
                });
    }

    private static void requireCounts(SparseMatrix values) throws UnsuitableDataException {
        Optional<Finding> stopping =
                CountProfile.of(values).values().judge().filter(Finding::stops);
        if (stopping.isPresent()) {
            throw new UnsuitableDataException(stopping.get());
        }
    }

    /** Uses scaled cells. */
    @FunctionalInterface
    private interface ScaledUse<T> {
        T apply(RowFile scaled, Preprocessing.Sizes sizes)
                throws IOException, UnsuitableDataException;
    }

    private static <T> T scale(
            Preprocessing preprocessing,
            SparseMatrix counts,
            Frame var,
            Path scratch,
            ScaledUse<T> use)
            throws IOException, UnsuitableDataException {
        try (RowFile.Writer writer = RowFile.writer(scratch, preprocessing.genes().size())) {
            Preprocessing.Sizes sizes = preprocessing.apply(counts, var.index(), writer);
            try (RowFile scaled = writer.finish()) {
                return use.apply(scaled, sizes);
            }
        }
    }

    /** The matrix that the model was trained on; another may hold other values altogether. */
    private static Optional<ProblemException> absentLayer(ModelCard card, DataException failure) {
        return card.layer()
                .filter(layer -> failure.finding().code() == FindingCode.EMPTY)
                .filter(layer -> failure.finding().field().contains("layer"))
                .map(
                        layer ->
                                unprocessable(
                                        "layer",
                                        "LAYER_MISSING",
                                        "the model was trained on layer %s, which the dataset lacks. %s"
                                                .formatted(layer, failure.finding().message())));
    }

    private static ProblemException unprocessable(String field, String code, String message) {
        return new ProblemException(
                ErrorCode.UNPROCESSABLE, message, List.of(new FieldError(field, code, message)));
    }
}
