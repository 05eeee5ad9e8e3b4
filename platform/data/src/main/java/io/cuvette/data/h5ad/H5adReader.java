package io.cuvette.data.h5ad;

import io.cuvette.data.Annotations;
import io.cuvette.data.Inspection;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.Finding;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5File;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads {@code .h5ad} files of anndata 0.5 to 0.13. Files are taken as hostile: every failure is a
 * {@link DataException} with a finding, and what an element would take is checked before it is
 * allocated.
 */
public final class H5adReader {

    /** Layers that an error names at most. */
    private static final int MOST_NAMED = 20;

    private H5adReader() {}

    /** X, all layers and all embeddings. Genes and cells of equal names are made unique. */
    public static AnnData read(Path path, ReadLimits limits) throws IOException {
        return readAll(path, limits).data();
    }

    /** As {@link #read(Path, ReadLimits)}, with what was skipped or changed. */
    public static H5adContents readAll(Path path, ReadLimits limits) throws IOException {
        return withFile(
                path,
                limits,
                root -> contents(root, MatrixElement.x(), names(root, "layers"), limits));
    }

    /** The chosen matrix as X, no other layer, and all embeddings; for raw with raw's genes. */
    public static H5adContents read(Path path, MatrixElement element, ReadLimits limits)
            throws IOException {
        return withFile(path, limits, root -> contents(root, element, List.of(), limits));
    }

    private static H5adContents contents(
            Hdf5Group root, MatrixElement element, List<String> layerNames, ReadLimits limits)
            throws DataException {
        List<Finding> findings = new ArrayList<>();
        Frame obs = obs(root, limits, findings).read();
        Frame var = var(root, element, limits, findings).read();
        requireSize(obs, var);
        Matrix x = matrix(root, element, obs, var, limits);
        Map<String, Matrix> layers = new LinkedHashMap<>();
        for (String name : layerNames) {
            layers.put(name, matrix(root, MatrixElement.layer(name), obs, var, limits));
        }
        return new H5adContents(
                new AnnData(x, obs, var, layers, embeddings(root, obs, limits, findings)),
                findings);
    }

    /**
     * Annotations, and the rows of the chosen matrix handed to a sink, which must not keep their
     * arrays. Memory does not grow with the matrix.
     *
     * @param obsColumns which annotations of the cells are read
     * @param sinks makes the sink once the number of genes is known
     */
    public static Annotations stream(
            Path path,
            MatrixElement element,
            Predicate<String> obsColumns,
            ReadOptions options,
            RowSinks sinks)
            throws IOException {
        ReadLimits limits = options.limits();
        return withFile(
                path,
                limits,
                root -> {
                    List<Finding> findings = new ArrayList<>();
                    Frame obs = obs(root, limits, findings).read(obsColumns);
                    Frame var = var(root, element, limits, findings).read();
                    requireSize(obs, var);
                    RowStream.read(
                            matrixNode(root, element),
                            obs.size(),
                            var.size(),
                            options,
                            sinks.open(var.size()));
                    return new Annotations(obs, var, findings);
                });
    }

    /**
     * Chosen rows of a matrix handed to a sink. Of a matrix that is stored by row, the chunks that
     * hold them are read and no others; of the cells, nothing but their number.
     *
     * @param chosen ascending, each once
     * @return the genes
     * @throws DataException INDEX_OUT_OF_RANGE when a chosen row is not there
     */
    public static Frame streamRows(
            Path path, MatrixElement element, int[] chosen, ReadOptions options, RowSinks sinks)
            throws IOException {
        ReadLimits limits = options.limits();
        return withFile(
                path,
                limits,
                root -> {
                    Frame var = var(root, element, limits, new ArrayList<>()).read();
                    RowAccess.read(
                            matrixNode(root, element),
                            cells(root, limits).rows(),
                            var.size(),
                            chosen,
                            options,
                            sinks.open(var.size()));
                    return var;
                });
    }

    /** Annotations of cells and genes, without any matrix. */
    public static Annotations readAnnotations(Path path, ReadLimits limits) throws IOException {
        return readAnnotations(path, limits, every -> true);
    }

    /**
     * The same with some of the columns of the cells; others are not looked at.
     *
     * @param obsColumns which are read
     */
    public static Annotations readAnnotations(
            Path path, ReadLimits limits, Predicate<String> obsColumns) throws IOException {
        return withFile(
                path,
                limits,
                root -> {
                    List<Finding> findings = new ArrayList<>();
                    return new Annotations(
                            obs(root, limits, findings).read(obsColumns),
                            var(root, MatrixElement.x(), limits, findings).read(),
                            findings);
                });
    }

    /**
     * One embedding: an array of numbers under {@code obsm}, one row a cell.
     *
     * @param key below obsm
     * @throws DataException when there is none of that name, or it is no dense array of numbers
     */
    public static DenseMatrix readEmbedding(Path path, String key, ReadLimits limits)
            throws IOException {
        return withFile(
                path,
                limits,
                root -> {
                    int cells = cells(root, limits).rows();
                    List<String> present = names(root, "obsm");
                    if (!present.contains(key)) {
                        List<String> named =
                                present.subList(0, Math.min(MOST_NAMED, present.size()));
                        throw missing(
                                "obsm/" + key,
                                "The embeddings are: "
                                        + (named.isEmpty()
                                                ? "(none)"
                                                : Printable.text(String.join(", ", named)))
                                        + ".");
                    }
                    Hdf5Node node = root.group("obsm").orElseThrow().require(key);
                    if (node instanceof Hdf5Dataset dataset && dataset.type().isNumeric()) {
                        return MatrixReader.readEmbedding(dataset, cells, limits);
                    }
                    throw new DataException(
                            FindingCode.UNSUPPORTED_FEATURE,
                            Printable.text(node.path()),
                            "Only dense arrays of numbers are read as embeddings.");
                });
    }

    /**
     * Some columns of the cells, without the cells' names and without the genes, which may be far
     * longer than the columns.
     *
     * @param columns which are read
     * @return by name in the file's order; those that are not there, or have an encoding that is
     *     not read, lack
     */
    public static Map<String, Column> readObsColumns(
            Path path, ReadLimits limits, Predicate<String> columns) throws IOException {
        return withFile(path, limits, root -> cells(root, limits).read(columns));
    }

    /** Annotations of the cells, of whose names nothing but the number is read. */
    private static FrameColumns cells(Hdf5Group root, ReadLimits limits) throws DataException {
        return FrameColumns.open(root.require("obs"), root, limits.maxCells(), new ArrayList<>());
    }

    /** Names of the columns of the cells, of which nothing else is read. */
    public static List<String> obsColumns(Path path, ReadLimits limits) throws IOException {
        return withFile(path, limits, root -> FrameColumns.names(root.require("obs")));
    }

    /**
     * What the file holds; the matrix is streamed and checked, never held.
     *
     * @param head how many of the first cells and genes are shown
     */
    public static Inspection inspect(Path path, int head, ReadLimits limits) throws IOException {
        return withFile(path, limits, root -> new H5adDescriber(root, limits).inspect(head));
    }

    /** Work on the root group of an open file. */
    @FunctionalInterface
    interface RootWork<T> {
        T run(Hdf5Group root) throws IOException;
    }

    static <T> T withFile(Path path, ReadLimits limits, RootWork<T> work) throws IOException {
        try (Hdf5File file = Hdf5File.open(path, limits)) {
            return Hdf5File.guard(
                    "",
                    () -> {
                        Hdf5Group root = file.root();
                        requireAnnData(root);
                        return work.run(root);
                    });
        }
    }

    private static void requireAnnData(Hdf5Group root) throws DataException {
        if (!root.names().contains("obs") || !root.names().contains("var")) {
            throw new DataException(
                    FindingCode.UNKNOWN_FORMAT,
                    "",
                    "The file is HDF5 but not AnnData: 'obs' or 'var' is missing.");
        }
    }

    static FrameReader obs(Hdf5Group root, ReadLimits limits, List<Finding> findings)
            throws DataException {
        return FrameReader.open("obs", root.require("obs"), root, limits.maxCells(), findings);
    }

    static FrameReader var(
            Hdf5Group root, MatrixElement element, ReadLimits limits, List<Finding> findings)
            throws DataException {
        Hdf5Node node =
                element instanceof MatrixElement.Raw
                        ? rawPart(root, "var")
                                .orElseThrow(() -> missing("raw", "Choose X or a layer."))
                        : root.require("var");
        return FrameReader.open("var", node, root, limits.maxGenes(), findings);
    }

    /** {@code raw/X} or, up to anndata 0.6, {@code raw.X}. */
    private static Optional<Hdf5Node> rawPart(Hdf5Group root, String part) throws DataException {
        Optional<Hdf5Group> raw = root.group("raw");
        return raw.isPresent() ? raw.get().find(part) : root.find("raw." + part);
    }

    static Hdf5Node matrixNode(Hdf5Group root, MatrixElement element) throws DataException {
        Optional<Hdf5Node> node;
        if (element instanceof MatrixElement.Layer layer) {
            Optional<Hdf5Group> layers = root.group("layers");
            node = layers.isPresent() ? layers.get().find(layer.name()) : Optional.empty();
        } else {
            node = element instanceof MatrixElement.Raw ? rawPart(root, "X") : root.find("X");
        }
        if (node.isEmpty()) {
            throw missing(element.path(), "The matrices are: " + matrices(root) + ".");
        }
        return node.get();
    }

    private static String matrices(Hdf5Group root) throws DataException {
        List<String> present = new ArrayList<>();
        if (root.names().contains("X")) {
            present.add("X");
        }
        List<String> layers = names(root, "layers");
        for (String layer : layers.subList(0, Math.min(MOST_NAMED, layers.size()))) {
            present.add("layers/" + Printable.text(layer));
        }
        if (rawPart(root, "X").isPresent()) {
            present.add("raw/X");
        }
        return present.isEmpty() ? "(none)" : String.join(", ", present);
    }

    private static DataException missing(String path, String advice) {
        return new DataException(
                FindingCode.EMPTY, Printable.text(path), "The file does not hold it. " + advice);
    }

    private static Matrix matrix(
            Hdf5Group root, MatrixElement element, Frame obs, Frame var, ReadLimits limits)
            throws DataException {
        Matrix matrix =
                MatrixReader.read(matrixNode(root, element), obs.size(), var.size(), limits);
        if (matrix.storedValues() == 0) {
            throw new DataException(
                    FindingCode.EMPTY, Printable.text(element.path()), "It holds only zeros.");
        }
        return matrix;
    }

    private static void requireSize(Frame obs, Frame var) throws DataException {
        if (obs.size() == 0 || var.size() == 0) {
            throw new DataException(
                    FindingCode.EMPTY,
                    obs.size() == 0 ? "obs" : "var",
                    obs.size() == 0 ? "The file has no cells." : "The file has no genes.");
        }
    }

    /** Members of a group of the root; none when it is absent or empty. */
    static List<String> names(Hdf5Group root, String group) throws DataException {
        Optional<Hdf5Node> node = root.find(group);
        return node.isPresent() && node.get() instanceof Hdf5Group members
                ? List.copyOf(members.names())
                : List.of();
    }

    private static Map<String, DenseMatrix> embeddings(
            Hdf5Group root, Frame obs, ReadLimits limits, List<Finding> findings)
            throws DataException {
        Map<String, DenseMatrix> embeddings = new LinkedHashMap<>();
        if (root.find("obsm").filter(Hdf5Dataset.class::isInstance).isPresent()) {
            findings.add(
                    Finding.info(
                            FindingCode.UNSUPPORTED_FEATURE,
                            "obsm",
                            "It was skipped: its layout is older than anndata 0.7."));
        }
        for (String name : names(root, "obsm")) {
            Hdf5Node node = root.group("obsm").orElseThrow().require(name);
            if (node instanceof Hdf5Dataset dataset && dataset.type().isNumeric()) {
                embeddings.put(name, MatrixReader.readEmbedding(dataset, obs.size(), limits));
            } else {
                findings.add(
                        Finding.info(
                                FindingCode.UNSUPPORTED_FEATURE,
                                Printable.text(node.path()),
                                "It was skipped: only dense arrays of numbers are read."));
            }
        }
        return embeddings;
    }
}
