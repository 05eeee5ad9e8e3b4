package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of the README is run as a reader would run it. */
class NotebookExampleIT {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path EXAMPLE = Path.of("../../docs/examples/notebook.py");

    @TempDir Path folder;

    @Test
    void uploadsTrainsAndReadsTheEmbedding() throws Exception {
        assumeTrue(
                Files.isExecutable(PYTHON)
                        && new ProcessBuilder(PYTHON.toString(), "-c", "import requests, numpy")
                                        .start()
                                        .waitFor()
                                == 0,
                "skipped: no Python with requests and numpy");
        Suite suite = Suite.started();
        Path cells = SmallDataset.write(folder.resolve("cells.h5ad"));
        Path output = folder.resolve("output");
        ProcessBuilder example =
                new ProcessBuilder(
                                PYTHON.toString(),
                                EXAMPLE.toRealPath().toString(),
                                cells.toString(),
                                "batch",
                                "label")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        example.environment().put("CUVETTE_URL", suite.gateway().toString());
        example.environment()
                .put("CUVETTE_KEY", Files.readString(suite.home().resolve("admin-key")).strip());

        Process process = example.start();

        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        assertThat(printed)
                .contains("pca {'batchScore'", "medl_plus {'batchScore'")
                .contains("embedding of 400 cells in 50 dimensions");
        assertThat(folder.resolve("umap.png")).isNotEmptyFile();
    }
}
