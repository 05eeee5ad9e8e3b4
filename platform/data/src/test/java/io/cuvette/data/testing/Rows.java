package io.cuvette.data.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.data.anndata.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Makes streamed rows dense, and checks that their columns increase. */
public final class Rows implements RowSink {

    private final int columns;
    private final List<float[]> dense = new ArrayList<>();

    public Rows(int columns) {
        this.columns = columns;
    }

    @Override
    public void row(int[] columnIndices, float[] values, int offset, int length) {
        float[] row = new float[columns];
        for (int k = offset; k < offset + length; k++) {
            assertThat(k == offset || columnIndices[k] > columnIndices[k - 1]).isTrue();
            row[columnIndices[k]] = values[k];
        }
        dense.add(row);
    }

    /**
     * @param expected rows x columns; NaN is equal to NaN
     */
    public void assertEqualTo(float[][] expected) {
        assertThat(dense).hasSize(expected.length);
        for (int row = 0; row < expected.length; row++) {
            assertThat(dense.get(row)).as("row %d", row).isEqualTo(expected[row]);
        }
    }
}
