package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.data.DatasetDescription;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.training.core.program.TrainingFailedException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Data with embeddings to evaluate, in a folder of a test, and runs of the program on it. */
final class EvaluationData {

    static final int CELLS = 150;

    private final Path folder;

    EvaluationData(Path folder) {
        this.folder = folder;
    }

    /** Cells by their type and by their batch, and one key that lacks a value. */
    Path write(String name, boolean isLogged, Map<String, Column> columns) throws Exception {
        Path plain = folder.resolve("plain-" + name);
        if (isLogged) {
            SimulatedCounts.writeLogged(plain, CELLS, 60, 3, 3, 3);
        } else {
            SimulatedCounts.write(plain, CELLS, 60, 3, 3, 3);
        }
        AnnData data = DatasetReader.read(plain, ReadOptions.in(folder));
        Map<String, DenseMatrix> obsm = new LinkedHashMap<>();
        obsm.put("X_types", embedding(data.obs().column("label").orElseThrow()));
        obsm.put("X_batches", embedding(data.obs().column("batch").orElseThrow()));
        float[] holes = obsm.get("X_types").values().clone();
        holes[17] = Float.NaN;
        obsm.put("X_holes", new DenseMatrix(CELLS, 4, holes));
        obsm.put("X_wide", new DenseMatrix(CELLS, 1_001, new float[CELLS * 1_001]));
        Frame obs = data.obs();
        for (Map.Entry<String, Column> column : columns.entrySet()) {
            obs = obs.with(column.getKey(), column.getValue());
        }
        Path file = folder.resolve(name);
        H5adWriter.write(file, new AnnData(data.x(), obs, data.var(), Map.of(), obsm));
        return file;
    }

    /** Four dimensions of noise, three of which point at the cell's group. */
    private static DenseMatrix embedding(Column groups) {
        SplittableRandom random = new SplittableRandom(9);
        float[] values = new float[groups.size() * 4];
        for (int cell = 0; cell < groups.size(); cell++) {
            String group = groups.text(cell);
            for (int d = 0; d < 4; d++) {
                boolean own = d == group.charAt(group.length() - 1) - '0';
                values[cell * 4 + d] = (float) (random.nextDouble() + (own ? 3 : 0));
            }
        }
        return new DenseMatrix(groups.size(), 4, values);
    }

    static ObjectNode settings() {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 40)
                        .put("components", 8);
        settings.putArray("embeddings").add("X_types").add("X_batches");
        settings.putArray("usesBatch").add("X_batches");
        return settings;
    }

    TestContext context(String name, Path dataset, ObjectNode settings) throws Exception {
        return new TestContext(dataset, folder.resolve(name), settings, 5, () -> false);
    }

    Path score(String name, Path dataset, ObjectNode settings) throws Exception {
        TestContext context = context(name, dataset, settings);
        new EmbeddingEvaluationProgram().run(context);
        assertThat(context.fraction).isEqualTo(1);
        return context.output();
    }

    DatasetDescription describe(Path file) throws Exception {
        return DatasetReader.describe(file, ReadOptions.in(folder));
    }

    TrainingFailedException failure(String name, Path data, ObjectNode settings) throws Exception {
        TestContext context = context(name, data, settings);
        TrainingFailedException failure =
                catchThrowableOfType(
                        TrainingFailedException.class,
                        () -> new EmbeddingEvaluationProgram().run(context));
        assertThat(failure).isNotNull();
        assertThat(context.output().resolve("model.json")).doesNotExist();
        return failure;
    }
}
