package io.cuvette.data.anndata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnnDataConcatTest {

    private static AnnData sparse() {
        CsrMatrix x =
                new CsrMatrix(
                        2, 3, new int[] {0, 2, 3}, new int[] {0, 2, 1}, new float[] {1, 3, 2});
        Frame obs =
                new Frame(
                        List.of("c1", "c2"),
                        Map.of("depth", new Column.Integers(new long[] {4, 2}, new BitSet())));
        return AnnData.of(x, obs, Frame.of(List.of("g1", "g2", "g3")));
    }

    private static AnnData dense() {
        DenseMatrix x = new DenseMatrix(1, 3, new float[] {30, 40, 10});
        Frame obs =
                new Frame(
                        List.of("c1"),
                        Map.of(
                                "depth",
                                new Column.Integers(new long[] {80}, new BitSet()),
                                "only",
                                new Column.Reals(new double[] {1})));
        return AnnData.of(x, obs, Frame.of(List.of("g3", "g4", "g1")));
    }

    @Test
    void keepsCommonGenesInTheOrderOfTheFirstAndTellsTheBatch() {
        Map<String, AnnData> batches = new LinkedHashMap<>();
        batches.put("a", sparse());
        batches.put("b", dense());

        AnnData joined = AnnDataConcat.innerJoin(batches, "batch");

        assertThat(joined.var().index()).containsExactly("g1", "g3");
        assertThat(joined.obs().index()).containsExactly("c1-a", "c2-a", "c1-b");
        assertThat(joined.x()).isInstanceOf(CsrMatrix.class);
        assertThat(row(joined, 0)).containsExactly(1, 3);
        assertThat(row(joined, 1)).containsExactly(0, 0);
        assertThat(row(joined, 2)).containsExactly(10, 30);
        assertThat(joined.obs().columns().keySet()).containsExactly("batch", "depth");
        Column.Categorical batch = (Column.Categorical) joined.obs().columns().get("batch");
        assertThat(batch.categories()).containsExactly("a", "b");
        assertThat(batch.codes()).containsExactly(0, 0, 1);
        assertThat(((Column.Integers) joined.obs().columns().get("depth")).values())
                .containsExactly(4, 2, 80);
    }

    @Test
    void denseDatasetsStayDense() {
        AnnData joined =
                AnnDataConcat.innerJoin(new LinkedHashMap<>(Map.of("a", dense())), "batch");
        assertThat(joined.x()).isInstanceOf(DenseMatrix.class);
        assertThat(row(joined, 0)).containsExactly(30, 40, 10);
    }

    @Test
    void disjointGenesAreRefused() {
        AnnData other =
                AnnData.of(
                        new DenseMatrix(1, 1, new float[] {1}),
                        Frame.of(List.of("c")),
                        Frame.of(List.of("h")));
        assertThatThrownBy(
                        () -> AnnDataConcat.innerJoin(Map.of("a", sparse(), "b", other), "batch"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] row(AnnData data, int row) {
        float[] values = new float[data.genes()];
        data.x().copyRow(row, values, 0);
        return values;
    }
}
