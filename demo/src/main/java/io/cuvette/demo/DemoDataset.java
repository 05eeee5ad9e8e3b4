package io.cuvette.demo;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the demo uploads.
 *
 * @param file ready to upload
 * @param title one line about it
 * @param labelColumn label to evaluate when none was named; empty for none
 */
record DemoDataset(Path file, String title, String labelColumn) {

    private static final SplatterLike.Settings SIMULATED =
            new SplatterLike.Settings(3_000, 2_000, 6, 7, 0.35, 0.1, false);

    static DemoDataset prepare(Optional<Path> data, Path folder, long seed) throws IOException {
        if (data.isEmpty()) {
            Path file = folder.resolve("simulated.h5ad");
            H5adWriter.write(file, SplatterLike.generate(SIMULATED, seed).data());
            return new DemoDataset(
                    file,
                    "simulated counts: %,d cells x %,d genes, %d batches, %d cell types"
                            .formatted(
                                    SIMULATED.cells(),
                                    SIMULATED.genes(),
                                    SIMULATED.batches(),
                                    SIMULATED.types()),
                    "label");
        }
        Path source = data.get();
        if (!Files.isDirectory(source)) {
            return new DemoDataset(source, source.getFileName().toString(), "");
        }
        AnnData joined = CountFolder.read(source);
        Path file = folder.resolve("joined.h5ad");
        H5adWriter.write(file, joined);
        return new DemoDataset(
                file,
                "%s: %,d cells x %,d shared genes"
                        .formatted(source.getFileName(), joined.cells(), joined.genes()),
                "");
    }
}
