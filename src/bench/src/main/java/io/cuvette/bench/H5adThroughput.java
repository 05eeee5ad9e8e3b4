package io.cuvette.bench;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Reading and writing 100,000 cells x 2,000 genes at 5 %. */
final class H5adThroughput implements Benchmark {

    private static final int CELLS = 100_000;
    private static final int GENES = 2_000;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        AnnData data =
                AnnData.of(
                        SparseCells.random(CELLS, GENES, 0.05, 4),
                        Frame.of(names("cell", CELLS)),
                        Frame.of(names("gene", GENES)));
        Path file = Files.createTempFile("bench", ".h5ad");
        try {
            double write =
                    Medians.seconds(
                            repetitions,
                            () -> {
                                H5adWriter.write(file, data);
                                return null;
                            });
            double read =
                    Medians.seconds(repetitions, () -> H5adReader.read(file, ReadLimits.DEFAULT));
            String size = "%dk x %dk, 5 %%".formatted(CELLS / 1_000, GENES / 1_000);
            return List.of(
                    Row.alone("h5ad read, " + size, "%.2f s".formatted(read)),
                    Row.alone("h5ad write, " + size, "%.2f s".formatted(write)));
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> names(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }
}
