package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.CellLibraryConfig;
import io.cuvette.batchcorrection.method.CounterfactualModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.service.answer.AnswerHold;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import io.cuvette.service.identity.Caller;
import io.cuvette.service.limit.TenantPermits;
import io.cuvette.service.modellibrary.LoadedModel;
import io.cuvette.service.modellibrary.ModelLibrary;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Shows a model's own cells in other batches. */
@ApplicationScoped
public class Projections {

    /** Each takes a core, for minutes where it is large, and up to 160 MB. */
    private static final int AT_ONCE = 3;

    private static final int AT_ONCE_OF_A_TENANT = 2;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final ModelLibrary<ServedModel> library;
    private final ModelInputs inputs;
    private final CellLibraryConfig config;
    private final Caller caller;
    private final TenantPermits turns = new TenantPermits(AT_ONCE, AT_ONCE_OF_A_TENANT);

    Projections(
            ModelLibrary<ServedModel> library,
            ModelInputs inputs,
            CellLibraryConfig config,
            Caller caller) {
        this.library = library;
        this.inputs = inputs;
        this.config = config;
        this.caller = caller;
    }

    /**
     * Reads the chosen cells; computes nothing yet. What it returns has a turn of the caller's
     * tenant: close it.
     *
     * @throws ProblemException when the method cannot project, names are unknown or the result is
     *     too large; OVERLOADED while too many others are computed
     */
    public Projection open(ProjectionQuery query) {
        LoadedModel<ServedModel> loaded = library.open(query.name(), query.version());
        try {
            return open(query, loaded);
        } catch (RuntimeException | Error e) {
            loaded.close();
            throw e;
        }
    }

    private Projection open(ProjectionQuery query, LoadedModel<ServedModel> loaded) {
        ServedModel model = loaded.model();
        projecting(model, query.method());
        Projection.Chosen chosen =
                new Projection.Chosen(
                        NamePositions.of("cells", query.cells(), model.cells().names()),
                        NamePositions.of("batches", query.batches(), model.card().batches()),
                        NamePositions.of(
                                "genes", query.genes(), model.card().preprocessing().genes()));
        requireSize(chosen, model.card().preprocessing().genes().size());
        TenantPermits.Permit turn = turn();
        try {
            return of(
                    loaded,
                    query.method(),
                    query.space(),
                    chosen,
                    () -> {
                        turn.close();
                        loaded.close();
                    });
        } catch (RuntimeException | Error e) {
            turn.close();
            throw e;
        }
    }

    /** Taken before anything is read or computed, given back with the projection. */
    private TenantPermits.Permit turn() {
        return turns.takeOrRefuse(
                caller.tenant(),
                RETRY_AFTER,
                "Other projections are being computed; try again in a few seconds.");
    }

    /** Turns at projections that are sent, and at figures of them. */
    TenantPermits turns() {
        return turns;
    }

    /**
     * Reads cells by position, for a caller that has a turn of its own; closing the projection
     * closes the model with it.
     *
     * @throws ProblemException when the method cannot project
     */
    Projection of(
            LoadedModel<ServedModel> loaded, Method method, Space space, Projection.Chosen chosen) {
        return of(loaded, method, space, chosen, loaded::close);
    }

    private Projection of(
            LoadedModel<ServedModel> loaded,
            Method method,
            Space space,
            Projection.Chosen chosen,
            Runnable onClose) {
        ServedModel model = loaded.model();
        CounterfactualModel projecting = projecting(model, method);
        int modelGenes = model.card().preprocessing().genes().size();
        if ((long) chosen.cells().length * modelGenes > config.largestAnswer()) {
            throw new ProblemException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d cells x %d genes are more than are held at once; choose at most %d cells."
                            .formatted(
                                    chosen.cells().length,
                                    modelGenes,
                                    config.largestAnswer() / modelGenes));
        }
        int[] rowOf = model.cells().index().rows();
        int[] batchOf = model.cells().index().batches();
        int[] batches = Arrays.stream(chosen.cells()).map(cell -> batchOf[cell]).toArray();
        return inputs.withRows(
                loaded.version().requiredDatasetId(),
                model.card(),
                Arrays.stream(chosen.cells()).map(cell -> rowOf[cell]).toArray(),
                input ->
                        new Projection(
                                loaded,
                                projecting,
                                space,
                                chosen,
                                new ScaledCells(copy(input.scaled()), batches),
                                input.librarySizes(),
                                new AnswerHold(onClose)));
    }

    /** Cells of a model that are held at once. */
    int mostCells(ServedModel model) {
        return config.largestAnswer() / model.card().preprocessing().genes().size();
    }

    /** The few chosen cells outlive the file that they are read from. */
    private static SparseMatrix copy(SparseMatrix few) {
        int[] pointers = new int[few.rows() + 1];
        for (int row = 0; row < few.rows(); row++) {
            pointers[row + 1] = pointers[row] + few.rowLength(row);
        }
        int[] columns = new int[pointers[few.rows()]];
        float[] values = new float[columns.length];
        for (int row = 0; row < few.rows(); row++) {
            few.copyStored(row, columns, values, pointers[row]);
        }
        return new CsrMatrix(few.rows(), few.columns(), pointers, columns, values);
    }

    static CounterfactualModel projecting(ServedModel model, Method method) {
        if (model.correction(method) instanceof CounterfactualModel projecting) {
            return projecting;
        }
        throw ProblemException.invalidField(
                "method",
                "NO_PROJECTION",
                "%s cannot show a cell in another batch; of this model's methods these can: %s"
                        .formatted(
                                method.key(),
                                Arrays.stream(Method.values())
                                        .filter(
                                                other ->
                                                        model.trained()
                                                                .find(other)
                                                                .filter(
                                                                        CounterfactualModel.class
                                                                                ::isInstance)
                                                                .isPresent())
                                        .map(Method::key)
                                        .collect(Collectors.joining(", "))));
    }

    /** Of a projection all genes are computed, whichever are asked for. */
    private void requireSize(Projection.Chosen chosen, int modelGenes) {
        long values = (long) chosen.cells().length * chosen.targets().length * modelGenes;
        if (values > config.largestProjection()) {
            throw new ProblemException(
                    ErrorCode.PAYLOAD_TOO_LARGE,
                    "%d cells x %d batches x %d genes are %d values; at most %d are computed at once."
                            .formatted(
                                    chosen.cells().length,
                                    chosen.targets().length,
                                    modelGenes,
                                    values,
                                    config.largestProjection()));
        }
    }
}
