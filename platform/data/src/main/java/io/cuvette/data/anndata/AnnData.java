package io.cuvette.data.anndata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Annotated single-cell data in memory: what analysis needs of an {@code .h5ad}, a 10x file or a
 * table.
 *
 * @param x cells x genes
 * @param obs one row a cell
 * @param var one row a gene
 * @param layers further matrices of the shape of {@code x}
 * @param obsm embeddings, one row a cell
 */
public record AnnData(
        Matrix x, Frame obs, Frame var, Map<String, Matrix> layers, Map<String, DenseMatrix> obsm) {

    public AnnData {
        Objects.requireNonNull(x, "x");
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
        obsm = Collections.unmodifiableMap(new LinkedHashMap<>(obsm));
        if (obs.size() != x.rows() || var.size() != x.columns()) {
            throw new IllegalArgumentException(
                    "matrix is %d x %d, obs has %d rows and var %d"
                            .formatted(x.rows(), x.columns(), obs.size(), var.size()));
        }
        for (Matrix layer : layers.values()) {
            if (layer.rows() != x.rows() || layer.columns() != x.columns()) {
                throw new IllegalArgumentException("a layer has another shape than the matrix");
            }
        }
        for (DenseMatrix embedding : obsm.values()) {
            if (embedding.rows() != x.rows()) {
                throw new IllegalArgumentException("an embedding has another number of cells");
            }
        }
    }

    public static AnnData of(Matrix x, Frame obs, Frame var) {
        return new AnnData(x, obs, var, Map.of(), Map.of());
    }

    public int cells() {
        return x.rows();
    }

    public int genes() {
        return x.columns();
    }
}
