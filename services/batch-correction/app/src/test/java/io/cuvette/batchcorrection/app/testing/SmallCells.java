package io.cuvette.batchcorrection.app.testing;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
