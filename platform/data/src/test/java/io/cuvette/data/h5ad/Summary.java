package io.cuvette.data.h5ad;

import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** What was read, in the words of {@code summary.py}. */
final class Summary {

    private Summary() {}

    static String of(AnnData data) {
        List<String> lines = new ArrayList<>();
        lines.add("X " + matrix(data.x()));
        frame("obs", data.obs(), lines);
        frame("var", data.var(), lines);
        new TreeMap<>(data.layers())
                .forEach((name, layer) -> lines.add("layer " + name + " " + matrix(layer)));
        new TreeMap<>(data.obsm())
                .forEach((name, values) -> lines.add("obsm " + name + " " + matrix(values)));
        return String.join("\n", lines);
    }

    private static void frame(String name, Frame frame, List<String> lines) {
        lines.add(name + " index " + String.join(",", frame.index()));
        frame.columns()
                .forEach(
                        (column, values) ->
                                lines.add(
                                        name
                                                + " "
                                                + column
                                                + " "
                                                + (values instanceof Column.Reals reals
                                                        ? "%.3f".formatted(sum(reals))
                                                        : String.join(
                                                                ",", ColumnReader.texts(values)))));
    }

    private static double sum(Column.Reals reals) {
        return Arrays.stream(reals.values()).filter(v -> !Double.isNaN(v)).sum();
    }

    private static String matrix(Matrix matrix) {
        double sum = 0;
        long position = 0;
        float[] row = new float[matrix.columns()];
        for (int i = 0; i < matrix.rows(); i++) {
            matrix.copyRow(i, row, 0);
            for (float value : row) {
                sum += value * (double) (++position % 97);
            }
        }
        return String.format(Locale.ROOT, "%d x %d %.3f", matrix.rows(), matrix.columns(), sum);
    }
}
