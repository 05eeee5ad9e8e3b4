package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import io.cuvette.data.anndata.Unstructured;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A document with every element that the format has; {@code check_written.py} knows it. */
final class Documents {

    private Documents() {}

    static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    static CsrMatrix sparse() {
        return new CsrMatrix(
                4,
                3,
                new int[] {0, 1, 3, 3, 5},
                new int[] {1, 0, 2, 0, 2},
                new float[] {1, 2, 3, 4, 5.5f});
    }

    static DenseMatrix counted(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        return new DenseMatrix(rows, columns, values);
    }

    static Frame obs() {
        Map<String, Column> columns = new LinkedHashMap<>();
        columns.put(
                "batch", new Column.Categorical(new int[] {1, 0, -1, 1}, List.of("b", "aé"), true));
        columns.put("n", new Column.Integers(new long[] {1, -2, 3, 1L << 40}, new BitSet()));
        columns.put("ni", new Column.Integers(new long[] {1, 0, 3, 4}, bits(1)));
        columns.put("x", new Column.Reals(new double[] {0.5, Double.NaN, 2, 3}));
        columns.put(
                "flag", new Column.Booleans(new boolean[] {true, false, true, true}, new BitSet()));
        columns.put("nb", new Column.Booleans(new boolean[] {true, false, false, true}, bits(1)));
        columns.put("note", new Column.Strings(new String[] {"", "bβ", "x", "x"}, new BitSet()));
        columns.put("gap", new Column.Strings(new String[] {"p", "", "q", "p"}, bits(1)));
        columns.put("a/b", new Column.Integers(new long[] {1, 2, 3, 4}, new BitSet()));
        return new Frame(List.of("c0", "c1", "cé", "c3"), columns);
    }

    static H5adDocument full(Matrix x) {
        Frame genes = Frame.of(List.of("g0", "g1", "g2"));
        AnnData data =
                new AnnData(
                        x,
                        obs(),
                        genes.with("hvg", new Column.Booleans(new boolean[3], new BitSet())),
                        Map.of("counts", sparse()),
                        Map.of("X_pca", counted(4, 2)));
        Unstructured.Dict uns =
                Unstructured.Dict.empty()
                        .with("text", new Unstructured.Text("Ω"))
                        .with("whole", new Unstructured.Whole(1L << 40))
                        .with("real", new Unstructured.Real(0.25))
                        .with("truth", new Unstructured.Truth(true))
                        .with("texts", new Unstructured.Texts(List.of("a", "", "ç")))
                        .with("none", new Unstructured.Texts(List.of()))
                        .with("wholes", new Unstructured.Wholes(new long[] {1, 2, 3}))
                        .with("reals", new Unstructured.Reals(new double[] {1.5, -2}))
                        .with("truths", new Unstructured.Truths(new boolean[] {true, false}))
                        .with("table", new Unstructured.Table(counted(2, 3)))
                        .with(
                                "medl",
                                Unstructured.Dict.empty()
                                        .with(
                                                "params",
                                                Unstructured.Dict.empty()
                                                        .with(
                                                                "epochs",
                                                                new Unstructured.Whole(20))));
        CsrMatrix graph =
                new CsrMatrix(
                        4, 4, new int[] {0, 1, 2, 2, 2}, new int[] {1, 0}, new float[] {1, 1});
        return H5adDocument.of(data)
                .withRaw(
                        new H5adDocument.Raw(
                                counted(4, 5), Frame.of(List.of("g0", "g1", "g2", "g3", "g4"))))
                .withVarm(Map.of("PCs", counted(3, 2)))
                .withObsp(Map.of("connectivities", graph))
                .withVarp(Map.of("correlation", counted(3, 3)))
                .withUns(uns);
    }
}
