package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.Unstructured;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an analysis adds to a file. An element of the same name is replaced.
 *
 * @param obsm embeddings, one row a cell; read row by row in order, and never held
 * @param obs columns of cells
 * @param var columns of genes
 * @param layers matrices of the shape of X
 * @param uns entries at the top of {@code uns}
 */
public record H5adAdditions(
        Map<String, DenseRows> obsm,
        Map<String, Column> obs,
        Map<String, Column> var,
        Map<String, Matrix> layers,
        Unstructured.Dict uns) {

    public H5adAdditions {
        obsm = Collections.unmodifiableMap(new LinkedHashMap<>(obsm));
        obs = Collections.unmodifiableMap(new LinkedHashMap<>(obs));
        var = Collections.unmodifiableMap(new LinkedHashMap<>(var));
        layers = Collections.unmodifiableMap(new LinkedHashMap<>(layers));
    }

    public static H5adAdditions none() {
        return new H5adAdditions(Map.of(), Map.of(), Map.of(), Map.of(), Unstructured.Dict.empty());
    }

    public H5adAdditions withObsm(String name, DenseRows embedding) {
        return new H5adAdditions(with(obsm, name, embedding), obs, var, layers, uns);
    }

    public H5adAdditions withObs(String name, Column column) {
        return new H5adAdditions(obsm, with(obs, name, column), var, layers, uns);
    }

    public H5adAdditions withVar(String name, Column column) {
        return new H5adAdditions(obsm, obs, with(var, name, column), layers, uns);
    }

    public H5adAdditions withLayer(String name, Matrix layer) {
        return new H5adAdditions(obsm, obs, var, with(layers, name, layer), uns);
    }

    public H5adAdditions withUns(String name, Unstructured value) {
        return new H5adAdditions(obsm, obs, var, layers, uns.with(name, value));
    }

    private static <V> Map<String, V> with(Map<String, V> map, String name, V value) {
        if (!ElementWriter.storedName(name).equals(name) || name.equals(ElementWriter.INDEX)) {
            throw new IllegalArgumentException("not a name of an element: '" + name + "'");
        }
        Map<String, V> next = new LinkedHashMap<>(map);
        next.put(name, value);
        return next;
    }

    void requireFit(int cells, int genes) {
        obsm.values().forEach(m -> require(m.rows() == cells, "an embedding"));
        obs.values().forEach(c -> require(c.size() == cells, "a column of obs"));
        var.values().forEach(c -> require(c.size() == genes, "a column of var"));
        layers.values().forEach(m -> require(m.rows() == cells && m.columns() == genes, "a layer"));
    }

    private static void require(boolean fits, String what) {
        if (!fits) {
            throw new IllegalArgumentException(what + " does not have the shape of the file");
        }
    }
}
