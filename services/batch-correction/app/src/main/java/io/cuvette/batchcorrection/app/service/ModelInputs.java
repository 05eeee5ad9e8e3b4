package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.artifact.ModelCard;
import io.cuvette.batchcorrection.preprocess.GeneAlignment;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.batchcorrection.preprocess.UnsuitableDataException;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.SelectedRows;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.FieldError;
import io.cuvette.service.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Path;
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

    /** Uses prepared cells. */
    @FunctionalInterface
    interface Use<T> {
        T apply(Input input) throws UnsuitableDataException;
    }

    /**
     * Prepares all cells of a dataset, or some, and uses them.
     *
     * @param rows of the dataset, all of them when absent
     * @param column of the cells to read as well; only with all rows
     * @throws ProblemException UNPROCESSABLE when genes do not match, values are no counts, or the
     *     layer that the model was trained on is not there; what {@link DatasetFiles#with} throws
     */
    <T> T with(
            String datasetId,
            ModelCard card,
            Optional<int[]> rows,
            Optional<String> column,
            Use<T> use) {
        return datasets.with(
                datasetId,
                (file, scratch, dataset) -> {
                    try (SpooledDataset data =
                            spool(card, file, column, DatasetFiles.options(dataset, scratch))) {
                        return use(data, card, rows, column, scratch, use);
                    } catch (UnsuitableDataException e) {
                        throw unprocessable(
                                e.finding().field(),
                                e.finding().code().name(),
                                e.finding().message());
                    }
                });
    }

    private static <T> T use(
            SpooledDataset data,
            ModelCard card,
            Optional<int[]> rows,
            Optional<String> column,
            Path scratch,
            Use<T> use)
            throws IOException, UnsuitableDataException {
        Preprocessing preprocessing = card.preprocessing();
        SparseMatrix counts =
                rows.<SparseMatrix>map(chosen -> new SelectedRows(data.counts(), chosen))
                        .orElse(data.counts());
        try (RowFile.Writer writer = RowFile.writer(scratch, preprocessing.genes().size())) {
            Preprocessing.Sizes sizes = preprocessing.apply(counts, data.var().index(), writer);
            try (RowFile scaled = writer.finish()) {
                return use.apply(
                        new Input(
                                data.obs().index(),
                                scaled,
                                sizes.librarySizes(),
                                sizes.alignment(),
                                column.flatMap(data.obs()::column)));
            }
        }
    }

    /** Reads the matrix that the model was trained on; another may hold other values altogether. */
    private static SpooledDataset spool(
            ModelCard card, Path file, Optional<String> column, ReadOptions options)
            throws IOException {
        try {
            return DatasetReader.spool(
                    file, card.layer(), name -> column.filter(name::equals).isPresent(), options);
        } catch (DataException e) {
            if (card.layer().isPresent()
                    && e.finding().code() == FindingCode.EMPTY
                    && e.finding().field().contains("layer")) {
                throw unprocessable(
                        "layer",
                        "LAYER_MISSING",
                        "the model was trained on layer %s, which the dataset lacks. %s"
                                .formatted(card.layer().get(), e.finding().message()));
            }
            throw e;
        }
    }

    private static ProblemException unprocessable(String field, String code, String message) {
        return new ProblemException(
                ErrorCode.UNPROCESSABLE, message, List.of(new FieldError(field, code, message)));
    }
}
