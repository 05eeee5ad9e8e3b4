package io.cuvette.batchcorrection.app.service;

import io.cuvette.batchcorrection.app.config.ModelLibraryConfig;
import io.cuvette.batchcorrection.method.CorrectionModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.preprocess.Preprocessing;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.service.error.ErrorCode;
import io.cuvette.service.error.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** Space in which corrected expression is given. */
    public enum Space {
        /** As the networks see it. */
        SCALED,
        /** ln(1 + counts per 10,000). */
        LOG1P,
        /** Expected counts at the cell's own library size. */
        COUNTS
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
                        DenseMatrix values = correction.encode(input.scaled());
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
            int[] chosenCells = positions("cells", cells, model.cells().names());
            int[] chosenGenes = positions("genes", genes, modelGenes);
            requireSize(chosenCells.length, modelGenes.size(), "genes");
            int[] rowOf = model.cells().index().rows();
            int[] rows = Arrays.stream(chosenCells).map(cell -> rowOf[cell]).toArray();
            DenseMatrix values =
                    inputs.with(
                            loaded.version().datasetId(),
                            model.card(),
                            Optional.of(rows),
                            input ->
                                    inSpace(
                                            correction
                                                    .correct(input.scaled())
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
        if (space == Space.SCALED) {
            return scaled;
        }
        float[] values = scaled.values().clone();
        for (int row = 0; row < scaled.rows(); row++) {
            for (int column = 0; column < scaled.columns(); column++) {
                int i = row * scaled.columns() + column;
                values[i] =
                        (float)
                                (space == Space.LOG1P
                                        ? preprocessing.toLog1p(values[i])
                                        : preprocessing.toCounts(values[i], librarySizes[row]));
            }
        }
        return new DenseMatrix(scaled.rows(), scaled.columns(), values);
    }

    private static int[] positions(String field, List<String> chosen, List<String> names) {
        if (chosen.isEmpty()) {
            return IntStream.range(0, names.size()).toArray();
        }
        Set<String> wanted = new HashSet<>(chosen);
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (wanted.contains(name)) {
                positions.put(name, i);
            }
        }
        List<String> unknown = new ArrayList<>();
        int[] found = new int[chosen.size()];
        for (int i = 0; i < found.length; i++) {
            Integer position = positions.get(chosen.get(i));
            if (position == null) {
                unknown.add(chosen.get(i));
            } else {
                found[i] = position;
            }
        }
        if (!unknown.isEmpty()) {
            throw ProblemException.invalidField(
                    field,
                    "UNKNOWN_NAME",
                    "%d names are unknown to the model, such as %s"
                            .formatted(
                                    unknown.size(),
                                    String.join(
                                            ", ",
                                            unknown.subList(0, Math.min(5, unknown.size())))));
        }
        return found;
    }

    private static List<String> dimensions(Method method, int count) {
        return IntStream.range(0, count).mapToObj(i -> method.key() + "_" + (i + 1)).toList();
    }
}
