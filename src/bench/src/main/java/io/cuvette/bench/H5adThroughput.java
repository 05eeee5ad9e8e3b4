package io.cuvette.bench;

import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Reading and writing 100,000 cells x 2,000 genes at 5 %, compressed as the writer does. */
final class H5adThroughput implements Benchmark {

    private static final int CELLS = 100_000;
    private static final int GENES = 2_000;
    private static final double READ_GOAL_SECONDS = 5;
    private static final double WRITE_GOAL_SECONDS = 20;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        AnnData data =
                AnnData.of(
                        SparseCells.random(CELLS, GENES, 0.05, 4),
                        Frame.of(SparseCells.names("cell", CELLS)),
                        Frame.of(SparseCells.names("gene", GENES)));
        Path file = Files.createTempFile("cuvette-bench", ".h5ad");
        try {
            Medians.Seconds write =
                    Medians.seconds(
                            repetitions,
                            () -> {
                                H5adWriter.write(file, data);
                                return null;
                            });
            Medians.Seconds read =
                    Medians.seconds(repetitions, () -> H5adReader.read(file, ReadLimits.DEFAULT));
            return List.of(
                    row("read", read, READ_GOAL_SECONDS), row("write", write, WRITE_GOAL_SECONDS));
        } finally {
            Files.delete(file);
        }
    }

    private static Row row(String what, Medians.Seconds seconds, double goal) {
        return Row.of(
                        ".h5ad %s, %dk x %dk, 5 %%".formatted(what, CELLS / 1_000, GENES / 1_000),
                        String.format(Locale.ROOT, "%.2f s", seconds.wall()))
                .withBeside(String.format(Locale.ROOT, "%.2f CPU seconds", seconds.processor()))
                .withVerdict(Verdict.atMost(seconds.wall(), goal, "s"));
    }
}
