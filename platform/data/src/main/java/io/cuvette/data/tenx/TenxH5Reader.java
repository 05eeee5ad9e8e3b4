package io.cuvette.data.tenx;

import io.cuvette.data.Annotations;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.RowSinks;
import io.cuvette.data.finding.DataException;
import io.cuvette.data.finding.FindingCode;
import io.cuvette.data.h5ad.BoundedNames;
import io.cuvette.data.h5ad.Printable;
import io.cuvette.data.h5ad.RowStream;
import io.cuvette.data.h5ad.SparseParts;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5File;
import io.cuvette.data.hdf5.Hdf5Group;
import io.cuvette.data.hdf5.Hdf5Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the HDF5 files of Cell Ranger, version 2 (a group a genome) and 3 and later (group {@code
 * matrix}).
 *
 * <p>Layout: 10x Genomics, "Feature-Barcode Matrices (HDF5 Format)". The matrix is stored as
 * compressed columns of features x barcodes, which are the rows of cells x features.
 */
public final class TenxH5Reader {

    private static final String VERSION_3_GROUP = "matrix";

    private static final Set<String> VERSION_3_MEMBERS =
            Set.of("barcodes", "data", "features", "indices", "indptr", "shape");

    private static final Set<String> VERSION_2_MEMBERS =
            Set.of("barcodes", "data", "gene_names", "genes", "indices", "indptr", "shape");

    private TenxH5Reader() {}

    /** Whether the root group is that of a 10x file, of either version. */
    public static boolean matches(Hdf5Group root) throws DataException {
        return isVersion3(root) || !genomes(root).isEmpty();
    }

    /**
     * Hands the features of type "Gene Expression" to a sink, a row a cell; the number of others is
     * a finding. Memory does not grow with the matrix.
     *
     * @param sinks makes the sink once the number of genes is known
     * @throws DataException UNKNOWN_FORMAT, TRUNCATED, CORRUPT, SHAPE_MISMATCH,
     *     INDPTR_NOT_MONOTONE, INDEX_OUT_OF_RANGE, TOO_LARGE, EMPTY, EXTERNAL_REFERENCE,
     *     DECOMPRESSION_BOMB, EXCEEDS_RESOURCES, UNSUPPORTED_FEATURE for several genomes
     */
    public static Annotations stream(Path path, ReadLimits limits, RowSinks sinks)
            throws IOException {
        try (Hdf5File file = Hdf5File.open(path, limits)) {
            return Hdf5File.guard("", () -> stream(file.root(), limits, sinks));
        }
    }

    private static Annotations stream(Hdf5Group root, ReadLimits limits, RowSinks sinks)
            throws IOException {
        if (isVersion3(root)) {
            Hdf5Group matrix = requireGroup(root, VERSION_3_GROUP);
            Hdf5Group features = requireGroup(matrix, "features");
            return stream(matrix, features, "id", "name", limits, sinks);
        }
        List<String> genomes = genomes(root);
        if (genomes.isEmpty()) {
            throw new DataException(
                    FindingCode.UNKNOWN_FORMAT,
                    "",
                    "The file is HDF5 but not of Cell Ranger: there is no count matrix.");
        }
        if (genomes.size() > 1) {
            throw new DataException(
                    FindingCode.UNSUPPORTED_FEATURE,
                    "",
                    "The file has %d genomes. Upload one of them.".formatted(genomes.size()));
        }
        Hdf5Group matrix = requireGroup(root, genomes.get(0));
        return stream(matrix, matrix, "genes", "gene_names", limits, sinks);
    }

    private static boolean isVersion3(Hdf5Group root) throws DataException {
        return root.names().contains(VERSION_3_GROUP)
                && root.require(VERSION_3_GROUP) instanceof Hdf5Group matrix
                && matrix.names().containsAll(VERSION_3_MEMBERS);
    }

    private static List<String> genomes(Hdf5Group root) throws DataException {
        List<String> genomes = new ArrayList<>();
        for (String name : root.names()) {
            Optional<Hdf5Node> node = root.find(name);
            if (node.isPresent()
                    && node.get() instanceof Hdf5Group group
                    && group.names().containsAll(VERSION_2_MEMBERS)) {
                genomes.add(name);
            }
        }
        return genomes;
    }

    private static Annotations stream(
            Hdf5Group matrix,
            Hdf5Group features,
            String ids,
            String names,
            ReadLimits limits,
            RowSinks sinks)
            throws IOException {
        int[] shape = shape(matrix.dataset("shape"), limits);
        int featureCount = shape[0];
        int cells = shape[1];
        TenxFeatures read =
                new TenxFeatures(
                        texts(features, ids, featureCount),
                        texts(features, names, featureCount),
                        optionalTexts(features, "feature_type", featureCount),
                        optionalTexts(features, "genome", featureCount));
        BoundedNames barcodes = new BoundedNames("barcodes", cells);
        vector(matrix, "barcodes", cells).forEachText(barcodes::add);
        SparseParts counts = SparseParts.of(matrix, cells, featureCount, true, limits);
        return read.stream(sink -> RowStream.byRow(counts, sink), barcodes.build(), sinks);
    }

    private static int[] shape(Hdf5Dataset dataset, ReadLimits limits) throws DataException {
        if (dataset.rank() != 1 || dataset.rows() != 2) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    dataset.path(),
                    "It should hold the numbers of features and of barcodes.");
        }
        long[] shape = dataset.allLongs();
        if (shape[0] < 0 || shape[1] < 0) {
            throw new DataException(
                    FindingCode.CORRUPT, dataset.path(), "A number in it is negative.");
        }
        if (shape[0] > limits.maxGenes() || shape[1] > limits.maxCells()) {
            throw new DataException(
                    FindingCode.TOO_LARGE,
                    dataset.path(),
                    "It declares %d features and %d barcodes; %d and %d are allowed."
                            .formatted(shape[0], shape[1], limits.maxGenes(), limits.maxCells()));
        }
        return new int[] {(int) shape[0], (int) shape[1]};
    }

    private static String[] texts(Hdf5Group group, String name, int count) throws DataException {
        return vector(group, name, count).allTexts();
    }

    private static Hdf5Dataset vector(Hdf5Group group, String name, int count)
            throws DataException {
        Hdf5Dataset dataset = group.dataset(name);
        if (dataset.rank() != 1 || dataset.rows() != count) {
            throw new DataException(
                    FindingCode.SHAPE_MISMATCH,
                    dataset.path(),
                    "It has %d entries where the shape declares %d."
                            .formatted(dataset.rows(), count));
        }
        return dataset;
    }

    private static Optional<String[]> optionalTexts(Hdf5Group group, String name, int count)
            throws DataException {
        return group.names().contains(name)
                ? Optional.of(texts(group, name, count))
                : Optional.empty();
    }

    private static Hdf5Group requireGroup(Hdf5Group parent, String name) throws DataException {
        return parent.group(name)
                .orElseThrow(
                        () ->
                                new DataException(
                                        FindingCode.CORRUPT,
                                        Printable.text(name),
                                        "It is missing from the file."));
    }
}
