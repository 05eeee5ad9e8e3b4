package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Embeddings and corrected expression of cells. */
@ApplicationScoped
public class CellOperations {

    private final ModelLibrary library;
    private final ModelInputs inputs;
    private final int largestAnswer;

    CellOperations(ModelLibrary library, ModelInputs inputs, ModelLibraryConfig config) {
        this.library = library;
        this.inputs = inputs;
        this.largestAnswer = config.largestAnswer();
    }

    /** Where the method puts the model's own cells. */
    public CellTable embeddings(String name, String version, Method method) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            model.correction(method);
            DenseMatrix values = model.cells().embedding(method).orElseThrow();
            return new CellTable(
                    loaded.ref(),
                    method.key(),
                    model.cells().names(),
                    dimensions(method, values.columns()),
                    values,
                    Optional.empty());
        }
    }

    /**
     * Where the method puts the cells of another dataset.
     *
     * @throws ProblemException UNPROCESSABLE when genes do not match, values are no counts, or the
     *     layer that the model was trained on is not there
     */
    public CellTable encode(String name, String version, Method method, String datasetId) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            CorrectionModel correction = model.correction(method);
            return inputs.with(
                    datasetId,
                    model.card(),
                    Optional.empty(),
                    input -> {
                        requireSize(input.cells().size(), correction.dimensions(), "dimensions");
                        DenseMatrix values =
                                correction.encode(ScaledCells.ofPopulation(input.scaled()));
                        return new CellTable(
                                loaded.ref(),
                                method.key(),
                                input.cells(),
                                dimensions(method, values.columns()),
                                values,
                                Optional.of(input.alignment()));
                    });
        }
    }

    /**
     * Expression of the model's own cells with the batch taken out.
     *
     * @param cells names, all of them when empty
     * @param genes names among the model's genes, all of them when empty
     */
    public CellTable correct(
            String name,
            String version,
            Method method,
            Space space,
            List<String> cells,
            List<String> genes) {
        try (ModelLibrary.Loaded loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            CorrectionModel correction = model.correction(method);
            List<String> modelGenes = model.card().preprocessing().genes();
            int[] chosenCells = NamePositions.of("cells", cells, model.cells().names());
            int[] chosenGenes = NamePositions.of("genes", genes, modelGenes);
            requireSize(chosenCells.length, modelGenes.size(), "genes");
            int[] rowOf = model.cells().index().rows();
            int[] rows = Arrays.stream(chosenCells).map(cell -> rowOf[cell]).toArray();
            int[] batchOf = model.cells().index().batches();
            int[] batches = Arrays.stream(chosenCells).map(cell -> batchOf[cell]).toArray();
            DenseMatrix values =
                    inputs.with(
                            loaded.version().datasetId(),
                            model.card(),
                            Optional.of(rows),
                            input ->
                                    inSpace(
                                            correction
                                                    .correct(
                                                            new ScaledCells(
                                                                    input.scaled(), batches))
                                                    .selectColumns(chosenGenes),
                                            space,
                                            model.card().preprocessing(),
                                            input.librarySizes()));
            return new CellTable(
                    loaded.ref(),
                    method.key(),
                    Arrays.stream(chosenCells).mapToObj(model.cells().names()::get).toList(),
                    Arrays.stream(chosenGenes).mapToObj(modelGenes::get).toList(),
                    values,
                    Optional.empty());
        }
    }

    private void requireSize(int cells, int columns, String what) {
        if ((long) cells * columns > largestAnswer) {
            throw new ProblemException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d cells x %d %s are computed at once; choose at most %d cells."
                            .formatted(cells, columns, what, largestAnswer / columns));
        }
    }

    private static DenseMatrix inSpace(
            DenseMatrix scaled, Space space, Preprocessing preprocessing, double[] librarySizes) {
        float[] values = scaled.values().clone();
        int columns = scaled.columns();
        for (int row = 0; row < scaled.rows(); row++) {
            space.convert(
                    values, row * columns, (row + 1) * columns, preprocessing, librarySizes[row]);
        }
        return new DenseMatrix(scaled.rows(), columns, values);
    }

    private static List<String> dimensions(Method method, int count) {
        return IntStream.range(0, count).mapToObj(i -> method.key() + "_" + (i + 1)).toList();
    }
}
