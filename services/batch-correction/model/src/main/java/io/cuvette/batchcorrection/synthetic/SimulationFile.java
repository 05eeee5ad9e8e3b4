package io.cuvette.batchcorrection.synthetic;

import io.cuvette.batchcorrection.synthetic.SplatterLike.Settings;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.DenseRows;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.anndata.RowFile;
import io.cuvette.data.anndata.RowSink;
import io.cuvette.data.anndata.Unstructured;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * A simulation as an {@code .h5ad} file. Counts go through a scratch file, so memory holds the
 * annotations and the factors, and neither the counts nor the layer of the truth.
 *
 * <p>With truth: layer {@code truth} (rates without batch), obs {@code library}, varm {@code
 * batch_factor} (genes x batches) and {@code type_expression} (genes x types), from which the rate
 * of any cell in any batch follows: library * normalised(type_expression * batch_factor).
 */
public final class SimulationFile {

    private SimulationFile() {}

    /**
     * Simulates and writes.
     *
     * @param file appears whole or not at all
     * @param scratch an existing folder, for 8 bytes a count above zero
     * @param progress is told the number of cells so far
     * @return number of counts above zero
     */
    public static long write(
            Path file, Settings settings, long seed, Path scratch, IntConsumer progress)
            throws IOException {
        try (RowFile.Writer rows = RowFile.writer(scratch, settings.genes())) {
            SplatterLike.Streamed simulated =
                    SplatterLike.stream(settings, seed, counted(rows, progress));
            try (RowFile counts = rows.finish()) {
                write(file, counts, simulated, settings, seed);
                return counts.storedValues();
            }
        }
    }

    private static RowSink counted(RowSink rows, IntConsumer progress) {
        int[] cells = {0};
        return (columns, values, offset, length) -> {
            rows.row(columns, values, offset, length);
            progress.accept(++cells[0]);
        };
    }

    private static void write(
            Path file,
            RowFile counts,
            SplatterLike.Streamed simulated,
            Settings settings,
            long seed)
            throws IOException {
        GroundTruth truth = simulated.truth();
        Unstructured.Dict origin =
                Unstructured.Dict.empty()
                        .with(
                                "simulation",
                                Unstructured.Dict.empty()
                                        .with("seed", new Unstructured.Whole(seed))
                                        .with(
                                                "settings",
                                                new Unstructured.Text(settings.toString())));
        if (!settings.truth()) {
            H5adWriter.write(
                    file, counts, simulated.obs(), simulated.var(), Map.of(), Map.of(), origin);
            return;
        }
        Frame obs = simulated.obs().with("library", new Column.Reals(truth.libraries()));
        H5adWriter.write(
                file,
                counts,
                obs,
                simulated.var(),
                Map.of(SplatterLike.TRUTH, new RatesWithoutBatch(truth)),
                Map.of(
                        "batch_factor", transposed(truth.batchFactors()),
                        "type_expression", transposed(truth.expression())),
                origin);
    }

    /** The layer of the truth, a row at a time. */
    private record RatesWithoutBatch(GroundTruth truth) implements DenseRows {
        @Override
        public int rows() {
            return truth.cells();
        }

        @Override
        public int columns() {
            return truth.genes();
        }

        @Override
        public void copyRow(int row, float[] target, int offset) {
            double[] rates = truth.rateWithoutBatch(row);
            for (int gene = 0; gene < rates.length; gene++) {
                target[offset + gene] = (float) rates[gene];
            }
        }
    }

    private static DenseMatrix transposed(double[][] values) {
        int genes = values[0].length;
        float[] transposed = new float[Math.multiplyExact(values.length, genes)];
        for (int row = 0; row < values.length; row++) {
            for (int gene = 0; gene < genes; gene++) {
                transposed[gene * values.length + row] = (float) values[row][gene];
            }
        }
        return new DenseMatrix(genes, values.length, transposed);
    }
}
