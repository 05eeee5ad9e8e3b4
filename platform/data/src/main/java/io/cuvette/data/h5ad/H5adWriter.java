package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.SparseMatrix;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.hdf5.Hdf5Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code .h5ad} files that anndata 0.8 and later open, in memory and backed. The file
 * appears whole under its name or not at all.
 */
public final class H5adWriter {

    private H5adWriter() {}

    public static void write(Path path, AnnData data) throws IOException {
        write(path, H5adDocument.of(data), WriteOptions.DEFAULT);
    }

    public static void write(Path path, H5adDocument document) throws IOException {
        write(path, document, WriteOptions.DEFAULT);
    }

    public static void write(Path path, H5adDocument document, WriteOptions options)
            throws IOException {
        try (Hdf5Output out = Hdf5Output.create(path, options.gzipLevel())) {
            ElementWriter writer = new ElementWriter(out, options);
            AnnData data = document.data();
            writer.encoding("/", "anndata", "0.1.0");
            writer.matrix("X", data.x());
            writer.frame("obs", data.obs());
            writer.frame("var", data.var());
            matrices(writer, "layers", data.layers());
            matrices(writer, "obsm", data.obsm());
            matrices(writer, "varm", document.varm());
            matrices(writer, "obsp", document.obsp());
            matrices(writer, "varp", document.varp());
            writer.unstructured("uns", document.uns());
            if (document.raw().isPresent()) {
                out.group("raw");
                writer.encoding("raw", "raw", "0.1.0");
                writer.matrix("raw/X", document.raw().get().x());
                writer.frame("raw/var", document.raw().get().var());
                writer.dict("raw/varm");
            }
            out.commit();
        }
    }

    /**
     * Writes X, obs and var alone; the rows of X are read one after the other and never held, so
     * that X may lie in a file.
     */
    public static void write(Path path, SparseMatrix x, Frame obs, Frame var) throws IOException {
        write(path, x, obs, var, Map.of(), Map.of(), Unstructured.Dict.empty());
    }

    /**
     * As {@link #write(Path, SparseMatrix, Frame, Frame)}, with more beside X.
     *
     * @param layers of the shape of X; their rows are read one after the other as well
     * @param varm one row a gene
     */
    public static void write(
            Path path,
            SparseMatrix x,
            Frame obs,
            Frame var,
            Map<String, ? extends DenseRows> layers,
            Map<String, ? extends DenseRows> varm,
            Unstructured.Dict uns)
            throws IOException {
        if (x.rows() != obs.size() || x.columns() != var.size()) {
            throw new IllegalArgumentException(
                    "X is %d x %d for %d cells and %d genes"
                            .formatted(x.rows(), x.columns(), obs.size(), var.size()));
        }
        for (DenseRows layer : layers.values()) {
            if (layer.rows() != x.rows() || layer.columns() != x.columns()) {
                throw new IllegalArgumentException("a layer has another shape than X");
            }
        }
        for (DenseRows ofGenes : varm.values()) {
            if (ofGenes.rows() != var.size()) {
                throw new IllegalArgumentException("an array of genes has another number of them");
            }
        }
        try (Hdf5Output out = Hdf5Output.create(path, WriteOptions.DEFAULT.gzipLevel())) {
            ElementWriter writer = new ElementWriter(out, WriteOptions.DEFAULT);
            writer.encoding("/", "anndata", "0.1.0");
            writer.csr("X", x);
            writer.frame("obs", obs);
            writer.frame("var", var);
            denseRows(writer, "layers", layers);
            denseRows(writer, "varm", varm);
            for (String empty : List.of("obsm", "obsp", "varp")) {
                writer.dict(empty);
            }
            writer.unstructured("uns", uns);
            out.commit();
        }
    }

    private static void denseRows(
            ElementWriter writer, String path, Map<String, ? extends DenseRows> matrices)
            throws IOException {
        writer.dict(path);
        for (Map.Entry<String, ? extends DenseRows> matrix : matrices.entrySet()) {
            writer.dense(path + "/" + ElementWriter.storedName(matrix.getKey()), matrix.getValue());
        }
    }

    private static void matrices(
            ElementWriter writer, String path, Map<String, ? extends Matrix> matrices)
            throws IOException {
        writer.dict(path);
        for (Map.Entry<String, ? extends Matrix> matrix : matrices.entrySet()) {
            writer.matrix(
                    path + "/" + ElementWriter.storedName(matrix.getKey()), matrix.getValue());
        }
    }
}
