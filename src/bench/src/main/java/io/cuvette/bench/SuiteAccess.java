package io.cuvette.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.demo.CuvetteClient;
import io.cuvette.demo.LocalSuite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The suite that job and inference measurements talk to: one that runs already, or one of our own,
 * started when it is first needed and removed at the end.
 */
final class SuiteAccess implements AutoCloseable {

    /** A running suite and a key for it. */
    record Running(URI gateway, Path keyFile) {}

    /** Genes of {@link #datasetId}: 200 more than a model of 1,000 genes takes. */
    private static final int GENES = 1_200;

    private static final int CELLS = 2_000;
    private static final double DENSITY = 0.15;

    private final Path root;
    private final Optional<Running> given;
    private Optional<LocalSuite> own = Optional.empty();
    private Optional<CuvetteClient> client = Optional.empty();
    private Optional<String> dataset = Optional.empty();

    SuiteAccess(Path root, Optional<Running> given) {
        this.root = root;
        this.given = given;
    }

    CuvetteClient client() throws IOException, InterruptedException {
        if (client.isEmpty()) {
            client = Optional.of(given.isPresent() ? connect(given.get()) : start());
        }
        return client.get();
    }

    private static CuvetteClient connect(Running running) throws IOException {
        return new CuvetteClient(running.gateway(), Files.readString(running.keyFile()).strip());
    }

    private CuvetteClient start() throws IOException, InterruptedException {
        Path home = Files.createTempDirectory("cuvette-bench-suite");
        LocalSuite suite = LocalSuite.start(root, home);
        own = Optional.of(suite);
        return suite.admin();
    }

    /** 2,000 cells x 1,200 genes in three batches, uploaded once. */
    String datasetId() throws IOException, InterruptedException {
        if (dataset.isEmpty()) {
            Path file = Files.createTempFile("cuvette-bench", ".h5ad");
            try {
                SparseCells.write(file, CELLS, GENES, DENSITY, 3, 11);
                JsonNode uploaded = client().upload("bench", file);
                if (!uploaded.get("state").asText().equals("READY")) {
                    throw new IOException("the suite refused the dataset: " + uploaded);
                }
                dataset = Optional.of(uploaded.get("id").asText());
            } finally {
                Files.delete(file);
            }
        }
        return dataset.get();
    }

    /** A request for a job of batch correction that trains {@code fe}. */
    ObjectNode job(String model, int genes, int epochs) throws IOException, InterruptedException {
        ObjectNode job =
                client().object()
                        .put("family", "batch-correction")
                        .put("datasetId", datasetId())
                        .put("modelName", model)
                        .put("seed", 1);
        ObjectNode settings = job.putObject("settings").put("batchKey", "batch");
        settings.putArray("methods").add("fe");
        settings.put("genes", genes).put("epochs", epochs).put("patience", epochs);
        settings.put("evaluationCells", 200).put("components", 10);
        return job;
    }

    /** Deletes what was put into a suite that is not ours, or the whole of our own. */
    @Override
    public void close() throws IOException {
        if (own.isPresent()) {
            own.get().close();
            Folders.delete(own.get().home());
        } else if (client.isPresent() && dataset.isPresent()) {
            try {
                client.get().delete("/api/v1/datasets/" + dataset.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
