package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.Unstructured;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that an {@code .h5ad} file can hold.
 *
 * @param raw the matrix before genes were selected
 * @param varm arrays with one row a gene
 * @param obsp matrices of cells x cells, for instance neighbour graphs
 * @param varp matrices of genes x genes
 */
public record H5adDocument(
        AnnData data,
        Optional<Raw> raw,
        Map<String, DenseMatrix> varm,
        Map<String, Matrix> obsp,
        Map<String, Matrix> varp,
        Unstructured.Dict uns) {

    /** {@code x}: the cells of the document x genes of its own. */
    public record Raw(Matrix x, Frame var) {
        public Raw {
            if (x.columns() != var.size()) {
                throw new IllegalArgumentException(
                        "raw has %d columns and %d genes".formatted(x.columns(), var.size()));
            }
        }
    }

    public H5adDocument {
        varm = Collections.unmodifiableMap(new LinkedHashMap<>(varm));
        obsp = Collections.unmodifiableMap(new LinkedHashMap<>(obsp));
        varp = Collections.unmodifiableMap(new LinkedHashMap<>(varp));
        raw.ifPresent(r -> requireShape(r.x(), data.cells(), r.var().size()));
        varm.values().forEach(m -> requireShape(m, data.genes(), m.columns()));
        obsp.values().forEach(m -> requireShape(m, data.cells(), data.cells()));
        varp.values().forEach(m -> requireShape(m, data.genes(), data.genes()));
    }

    private static void requireShape(Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException(
                    "a matrix is %d x %d and should be %d x %d"
                            .formatted(matrix.rows(), matrix.columns(), rows, columns));
        }
    }

    public static H5adDocument of(AnnData data) {
        return new H5adDocument(
                data, Optional.empty(), Map.of(), Map.of(), Map.of(), Unstructured.Dict.empty());
    }

    public H5adDocument withRaw(Raw next) {
        return new H5adDocument(data, Optional.of(next), varm, obsp, varp, uns);
    }

    public H5adDocument withVarm(Map<String, DenseMatrix> next) {
        return new H5adDocument(data, raw, next, obsp, varp, uns);
    }

    public H5adDocument withObsp(Map<String, Matrix> next) {
        return new H5adDocument(data, raw, varm, next, varp, uns);
    }

    public H5adDocument withVarp(Map<String, Matrix> next) {
        return new H5adDocument(data, raw, varm, obsp, next, uns);
    }

    public H5adDocument withUns(Unstructured.Dict next) {
        return new H5adDocument(data, raw, varm, obsp, varp, next);
    }
}
