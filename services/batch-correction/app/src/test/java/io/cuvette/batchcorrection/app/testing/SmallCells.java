package io.cuvette.batchcorrection.app.testing;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Simulated counts of 150 cells in 3 batches, and other datasets made of them. */
public final class SmallCells {

    /** Names that a spreadsheet, a browser or a CSV reader could take for something else. */
    public static final List<String> ODD_NAMES =
            List.of("=1+1", "<script>alert(1)</script>", "a,\"b\"", "-cell");

    public static final int CELLS = 150;
    public static final int GENES = 120;

    private SmallCells() {}

    /**
     * Raw counts in X, columns {@code batch} and {@code label}; the first cells are oddly named.
     */
    public static AnnData counts() {
        AnnData simulated =
                SplatterLike.generate(
                                new SplatterLike.Settings(CELLS, GENES, 3, 3, 0.35, 0, false), 11)
                        .data();
        List<String> names = new ArrayList<>(simulated.obs().index());
        for (int i = 0; i < ODD_NAMES.size(); i++) {
            names.set(i, ODD_NAMES.get(i));
        }
        return AnnData.of(
                simulated.x(), new Frame(names, simulated.obs().columns()), simulated.var());
    }

    /** The same cells with a {@code diagnosis}, which every tenth cell lacks. */
    public static AnnData diagnosed() {
        AnnData counts = counts();
        String[] values = new String[CELLS];
        BitSet missing = new BitSet();
        for (int cell = 0; cell < CELLS; cell++) {
            missing.set(cell, cell % 10 == 9);
            values[cell] = cell % 10 == 9 ? "" : cell % 3 == 0 ? "ill" : "healthy";
        }
        return AnnData.of(
                counts.x(),
                counts.obs().with("diagnosis", new Column.Strings(values, missing)),
                counts.var());
    }

    /** Counts of as many cells in 5 batches, more than a test between groups of batches needs. */
    public static AnnData fiveBatches() {
        return SplatterLike.generate(
                        new SplatterLike.Settings(CELLS, GENES, 5, 3, 0.35, 0, false), 12)
                .data();
    }

    /** Logarithms in X, and the counts in a layer. */
    public static AnnData layered() {
        AnnData counts = counts();
        return new AnnData(
                logarithms(counts.x()),
                counts.obs(),
                counts.var(),
                Map.of("counts", counts.x(), "copy", counts.x()),
                Map.of());
    }

    /** The counts with embeddings that know the type alone and the batch alone. */
    public static AnnData embedded() {
        AnnData counts = counts();
        return new AnnData(
                counts.x(),
                counts.obs(),
                counts.var(),
                Map.of(),
                Map.of(
                        "X_types",
                        towards(counts.obs().column("label").orElseThrow()),
                        "X_batches",
                        towards(counts.obs().column("batch").orElseThrow())));
    }

    /** Noise of 4 dimensions, moved by 3 along that of the cell's group, 1 to 3. */
    private static DenseMatrix towards(Column groups) {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[groups.size() * 4];
        for (int cell = 0; cell < groups.size(); cell++) {
            String group = groups.text(cell);
            for (int d = 0; d < 4; d++) {
                boolean own = d == group.charAt(group.length() - 1) - '0';
                values[cell * 4 + d] = (float) (random.nextDouble() + (own ? 3 : 0));
            }
        }
        return new DenseMatrix(groups.size(), 4, values);
    }

    /** The same cells with genes left out and the others in reverse. */
    public static AnnData withoutGenes(int leftOut) {
        AnnData counts = counts();
        int[] kept = IntStream.range(0, GENES - leftOut).map(i -> GENES - 1 - i).toArray();
        return AnnData.of(
                ((CsrMatrix) counts.x()).selectColumns(kept),
                counts.obs(),
                Frame.of(IntStream.of(kept).mapToObj(counts.var().index()::get).toList()));
    }

    /** The same cells with one value below zero. */
    public static AnnData negative() {
        AnnData counts = counts();
        CsrMatrix x = (CsrMatrix) counts.x();
        float[] values = x.values().clone();
        values[3] = -1;
        return AnnData.of(
                new CsrMatrix(x.rows(), x.columns(), x.rowPointers(), x.columnIndices(), values),
                counts.obs(),
                counts.var());
    }

    private static Matrix logarithms(Matrix counts) {
        CsrMatrix x = (CsrMatrix) counts;
        float[] values = x.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.log1p(values[i]);
        }
        return new CsrMatrix(x.rows(), x.columns(), x.rowPointers(), x.columnIndices(), values);
    }
}
