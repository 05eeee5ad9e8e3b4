package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.CellLibraryConfig;
import io.cuvette.batchcorrection.embedding.RowsSideBySide;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.service.answer.AnswerHold;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.limit.TenantPermits;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Embeddings and corrected expression of cells. */
@ApplicationScoped
public class CellOperations {

    /** A slow reader keeps a model loaded, and a thread. */
    private static final int SENT_AT_ONCE = 8;

    private static final int SENT_AT_ONCE_TO_A_TENANT = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ModelLibrary<ServedModel> library;
    private final ModelInputs inputs;
    private final Caller caller;
    private final int largestAnswer;
    private final TenantPermits turns = new TenantPermits(SENT_AT_ONCE, SENT_AT_ONCE_TO_A_TENANT);

    CellOperations(
            ModelLibrary<ServedModel> library,
            ModelInputs inputs,
            CellLibraryConfig config,
            Caller caller) {
        this.caller = caller;
        this.library = library;
        this.inputs = inputs;
        this.largestAnswer = config.largestAnswer();
    }

    /**
     * Where the methods put the model's own cells; close the hold that it returns.
     *
     * @throws ProblemException OVERLOADED while too many others are sent
     */
    public StreamedCells embeddings(String name, String version, Representation representation) {
        TenantPermits.Permit turn =
                turns.takeOrRefuse(
                        caller.tenant(),
                        RETRY_AFTER,
                        "Other embeddings are being sent; read them first, or try again in a few"
                                + " seconds.");
        try {
            LoadedModel<ServedModel> loaded = library.open(name, version);
            try {
                return new StreamedCells(
                        embeddings(loaded, representation),
                        new AnswerHold(
                                () -> {
                                    turn.close();
                                    loaded.close();
                                }));
            } catch (RuntimeException | Error e) {
                loaded.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    /** Turns at embeddings that are sent. */
    TenantPermits turns() {
        return turns;
    }

    private static CellTable embeddings(
            LoadedModel<ServedModel> loaded, Representation representation) {
        ServedModel model = loaded.model();
        List<DenseRows> parts = new ArrayList<>();
        for (Method method : representation.methods()) {
            model.correction(method);
            parts.add(model.cells().embedding(method).orElseThrow().rows());
        }
        return new CellTable(
                loaded.ref(),
                representation.key(),
                model.cells().names(),
                representation.columns(parts),
                new RowsSideBySide(parts),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Where the methods put the cells of another dataset.
     *
     * @param batches matter to methods that need them
     * @throws ProblemException UNPROCESSABLE when genes or batches do not match, values are no
     *     counts, or the layer that the model was trained on is not there
     */
    public CellTable encode(
            String name,
            String version,
            Representation representation,
            String datasetId,
            BatchChoice batches) {
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
            ServedModel model = loaded.model();
            List<CorrectionModel> corrections =
                    representation.methods().stream().map(model::correction).toList();
            int dimensions = corrections.stream().mapToInt(CorrectionModel::dimensions).sum();
            String batchKey = batches.column().orElse(model.card().batchKey());
            return inputs.with(
                    datasetId,
                    model.card(),
                    representation.needsBatch() ? Optional.of(batchKey) : Optional.empty(),
                    input -> {
                        requireSize(input.cells().size(), dimensions, "dimensions");
                        Optional<NewBatches> matched =
                                representation.needsBatch()
                                        ? Optional.of(
                                                NewBatches.of(
                                                        input.scaled(),
                                                        input.annotation(),
                                                        batchKey,
                                                        batches.unseen(),
                                                        model))
                                        : Optional.empty();
                        ScaledCells cells =
                                matched.map(NewBatches::cells)
                                        .orElseGet(() -> ScaledCells.ofPopulation(input.scaled()));
                        List<DenseRows> parts =
                                corrections.stream()
                                        .<DenseRows>map(correction -> correction.encode(cells))
                                        .toList();
                        return new CellTable(
                                loaded.ref(),
                                representation.key(),
                                input.cells(),
                                representation.columns(parts),
                                new RowsSideBySide(parts),
                                Optional.of(input.alignment()),
                                matched.map(NewBatches::report));
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
        try (LoadedModel<ServedModel> loaded = library.open(name, version)) {
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
                    inputs.withRows(
                            loaded.version().requiredDatasetId(),
                            model.card(),
                            rows,
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
                    Optional.empty(),
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
}
