package io.cuvette.system;

import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.h5ad.H5adWriter;
import java.io.IOException;
import java.nio.file.Path;

/** 400 simulated cells in three batches, as a file to upload. */
final class SmallDataset {

    private static final SplatterLike.Settings SETTINGS =
            new SplatterLike.Settings(400, 400, 3, 3, 0.35, 0, false);

    private SmallDataset() {}

    static Path write(Path file) throws IOException {
        H5adWriter.write(file, SplatterLike.generate(SETTINGS, 3).data());
        return file;
    }
}
