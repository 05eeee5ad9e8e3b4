package io.cuvette.batchcorrection.app.testing;

import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.batchcorrection.program.EmbeddingEvaluationProgram;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.id.Ids;
import io.cuvette.service.identity.TenantId;
import io.cuvette.service.store.KeyPrefix;
import io.cuvette.service.store.ObjectKeys;
import io.cuvette.service.store.ObjectStore;
import io.cuvette.service.store.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The datasets and models of tenant {@value #TENANT}, in the store and known to training. */
public final class Library {

    public static final String TENANT = "lab";
    public static final String STRANGER = "elsewhere";

    /** Every method, with labels; version 1, aliases {@code latest} and {@code good}. */
    public static final String FULL = "full";

    /** PCA alone on a layer, without labels. */
    public static final String LAYERED = "layered";

    /** {@code medl_plus} on five batches, without labels. */
    public static final String GROUPED = "grouped";

    /** As {@link #FULL}, but its dataset is a delimited table. */
    public static final String TABLE = "table";

    /** As {@link #FULL}, but its weights in the store are not those that were published. */
    public static final String DAMAGED = "damaged";

    /** As {@link #FULL}, but for its weights, which are gone. */
    public static final String LOST = "lost";

    /** As {@link #FULL}, but its dataset is gone from the store. */
    public static final String ORPHAN = "orphan";

    /** PCA and Harmony on the data of {@link #FULL}. */
    public static final String PLAIN = "plain";

    /** As {@link #PLAIN}, without labels. */
    public static final String UNLABELLED = "unlabelled";

    /** PCA of cells with a diagnosis, which the job named as a target. */
    public static final String DIAGNOSED = "diagnosed";

    /** As {@link #PLAIN}, scored on fewer cells. */
    public static final String FEWER = "fewer";

    /** An evaluation of the embeddings of {@link #embedded}; version 1, alias {@code good}. */
    public static final String SCORED = "scored";

    /** As {@link #SCORED}, but its scores in the store are not those that were published. */
    public static final String DAMAGED_SCORES = "damaged-scores";

    /** A model of another family. */
    public static final String FOREIGN_FAMILY = "surrogate";

    /** Of {@link #STRANGER}: as {@link #FULL}, trained on {@link #strangers}. */
    public static final String OF_STRANGER = "theirs";

    private static final TenantId OWNER = new TenantId(TENANT);

    private final Path folder;
    private final ObjectStore store;
    private final TrainingStandIn training;
    private final TrainedModels trained;

    /** What {@link #FULL} was trained on. */
    public final String counts;

    /** What {@link #LAYERED} was trained on. */
    public final String layered;

    /** The data of {@link #FULL} with embeddings. */
    public final String embedded;

    /** One gene in ten is missing, the others are in reverse. */
    public final String fewerGenes;

    /** The data of {@link #counts} as {@link #STRANGER} uploaded it. */
    public final String strangers;

    public final String otherGenes;
    public final String negative;
    public final String validating;
    public final String tooLarge;
    public final String noDataset;
    public final String damagedDataset;
    public final String lostDataset;

    private Library(Path folder, ObjectStore store, TrainingStandIn training, TrainedModels trained)
            throws IOException {
        this.folder = Files.createDirectories(folder);
        this.store = store;
        this.training = training;
        this.trained = trained;
        counts = dataset(SmallCells.counts());
        strangers = dataset(STRANGER, SmallCells.counts());
        layered = dataset(SmallCells.layered());
        embedded = dataset(SmallCells.embedded());
        fewerGenes = dataset(SmallCells.withoutGenes(SmallCells.GENES / 10));
        otherGenes = dataset(SmallCells.withoutGenes(SmallCells.GENES * 3 / 4));
        negative = dataset(SmallCells.negative());
        byte[] text = "no table of cells".getBytes(StandardCharsets.UTF_8);
        noDataset = stored(text, Sha256.of(text), text.length, "READY");
        validating = stored(text, Sha256.of(text), text.length, "VALIDATING");
        tooLarge = stored(text, Sha256.of(text), 10L << 30, "READY");
        damagedDataset = stored(text, Sha256.of(new byte[] {1}), text.length, "READY");
        lostDataset = Ids.next();
        training.addDataset(TENANT, lostDataset, "READY", 5, Sha256.of(text).hex(), null);
    }

    static Library fill(
            Path folder, ObjectStore store, TrainingStandIn training, TrainedModels trained)
            throws IOException {
        Library library = new Library(folder, store, training, trained);
        library.publish(FULL, trained.full(), library.counts, List.of("good"));
        library.publish(LAYERED, trained.layered(), library.layered, List.of());
        library.publish(
                GROUPED, trained.grouped(), library.dataset(SmallCells.fiveBatches()), List.of());
        library.publish(TABLE, trained.full(), library.table(SmallCells.counts()), List.of());
        KeyPrefix damaged = library.publish(DAMAGED, trained.full(), library.counts, List.of());
        store.put(damaged.resolve("model.safetensors"), new byte[] {1, 2, 3});
        KeyPrefix lost = library.publish(LOST, trained.full(), library.counts, List.of());
        store.delete(lost.resolve("model.safetensors"));
        library.publish(ORPHAN, trained.full(), library.lostDataset, List.of());
        library.publish(PLAIN, trained.plain(), library.counts, List.of("first"));
        library.publish(UNLABELLED, trained.unlabelled(), library.counts, List.of());
        library.publish(FEWER, trained.fewer(), library.counts, List.of());
        library.publish(
                DIAGNOSED, trained.diagnosed(), library.dataset(SmallCells.diagnosed()), List.of());
        library.publishEvaluation(SCORED);
        KeyPrefix scores = library.publishEvaluation(DAMAGED_SCORES);
        store.put(scores.resolve("evaluation.json"), new byte[] {1, 2, 3});
        library.publish(
                STRANGER,
                OF_STRANGER,
                BatchCorrectionProgram.FAMILY,
                trained.full(),
                library.strangers,
                List.of());
        training.addModel(
                TENANT,
                new TrainingStandIn.Version(
                        FOREIGN_FAMILY,
                        Ids.next(),
                        "surrogate-sim",
                        library.counts,
                        prefix(TENANT, Ids.next()).value(),
                        List.of(),
                        List.of()));
        return library;
    }

    public TrainedModels trained() {
        return trained;
    }

    /** Publishes the full model once more, under another name: nothing of it is loaded yet. */
    public void publishFull(String name) throws IOException {
        publish(name, trained.full(), counts, List.of());
    }

    /** The same, as of another dataset that has the same cells and genes. */
    public void publishFull(String name, String datasetId) throws IOException {
        publish(name, trained.full(), datasetId, List.of());
    }

    /** One more dataset of the tenant, READY, as the file is. */
    public String addFile(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return stored(bytes, Sha256.of(bytes), bytes.length, "READY");
    }

    /** One more dataset of the tenant, READY. */
    public String add(AnnData data) throws IOException {
        return dataset(data);
    }

    /** The same as a delimited table of counts. */
    public String addTable(AnnData data) {
        return table(data);
    }

    private String dataset(AnnData data) throws IOException {
        return dataset(TENANT, data);
    }

    private String dataset(String tenant, AnnData data) throws IOException {
        Path file = folder.resolve(Ids.next() + ".h5ad");
        H5adWriter.write(file, data);
        String id = Ids.next();
        Sha256 digest = store.put(ObjectKeys.dataset(new TenantId(tenant), id), file).sha256();
        training.addDataset(tenant, id, "READY", Files.size(file), digest.hex(), file);
        return id;
    }

    private String table(AnnData data) {
        StringBuilder text = new StringBuilder("cell");
        data.var().index().forEach(gene -> text.append(',').append(gene));
        float[] row = new float[data.genes()];
        for (int cell = 0; cell < data.cells(); cell++) {
            String name = data.obs().index().get(cell).replace("\"", "\"\"");
            text.append("\n\"").append(name).append('"');
            data.x().copyRow(cell, row, 0);
            for (float value : row) {
                text.append(',').append((int) value);
            }
        }
        byte[] bytes = text.append('\n').toString().getBytes(StandardCharsets.UTF_8);
        return stored(bytes, Sha256.of(bytes), bytes.length, "READY");
    }

    private String stored(byte[] bytes, Sha256 announced, long size, String state) {
        String id = Ids.next();
        store.put(ObjectKeys.dataset(OWNER, id), bytes);
        training.addDataset(TENANT, id, state, size, announced.hex(), null);
        return id;
    }

    private KeyPrefix publishEvaluation(String name) throws IOException {
        return publish(
                TENANT,
                name,
                EmbeddingEvaluationProgram.FAMILY,
                trained.evaluation(),
                embedded,
                List.of("good"));
    }

    private KeyPrefix publish(String name, Path output, String datasetId, List<String> aliases)
            throws IOException {
        return publish(TENANT, name, BatchCorrectionProgram.FAMILY, output, datasetId, aliases);
    }

    private KeyPrefix publish(
            String tenant,
            String name,
            String family,
            Path output,
            String datasetId,
            List<String> aliases)
            throws IOException {
        KeyPrefix prefix = prefix(tenant, Ids.next());
        List<TrainingStandIn.Artifact> artifacts = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.sorted().toList()) {
                String path = file.getFileName().toString();
                Sha256 digest = store.put(prefix.resolve(path), file).sha256();
                artifacts.add(new TrainingStandIn.Artifact(path, Files.size(file), digest.hex()));
            }
        }
        training.addModel(
                tenant,
                new TrainingStandIn.Version(
                        name, Ids.next(), family, datasetId, prefix.value(), aliases, artifacts));
        return prefix;
    }

    private static KeyPrefix prefix(String tenant, String jobId) {
        return new KeyPrefix("tenants/%s/models/%s/1/".formatted(tenant, jobId));
    }
}
