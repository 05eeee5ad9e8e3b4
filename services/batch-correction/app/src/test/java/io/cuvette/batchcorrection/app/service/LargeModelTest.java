package io.cuvette.batchcorrection.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.app.testing.SmallCells;
import io.cuvette.batchcorrection.artifact.CellIndex;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.embedding.EmbeddingFile;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.program.BatchCorrectionProgram;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.anndata.Frame;
import io.cuvette.data.h5ad.H5adAugmenter;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.h5ad.H5adWriter;
import io.cuvette.service.modellibrary.ModelRef;
import io.cuvette.training.core.testing.TestContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model of 200,000 cells with five embeddings, loaded and exported by a process whose whole heap
 * is smaller than its embeddings.
 */
class LargeModelTest {

    private static final int CELLS = 200_000;
    private static final int DIMENSIONS = 30;
    private static final int BLOCK = 10_000;
    private static final int HEAP_MIB = 96;

    private static final List<Method> METHODS =
            List.of(Method.PCA, Method.HARMONY, Method.FE, Method.RE, Method.MEDL_PLUS);

    @TempDir static Path folder;

    private static Path model;
    private static Path dataset;

    @BeforeAll
    static void makeModelAndDataset() throws Exception {
        model = train();
        dataset = folder.resolve("cells.h5ad");
        List<String> names =
                IntStream.range(0, CELLS).mapToObj("AAACCTGAGCAT%06d"::formatted).toList();
        List<String> genes = SmallCells.counts().var().index();
        H5adWriter.write(
                dataset,
                AnnData.of(
                        new CsrMatrix(
                                CELLS,
                                genes.size(),
                                IntStream.rangeClosed(0, CELLS).toArray(),
                                IntStream.range(0, CELLS).map(i -> i % genes.size()).toArray(),
                                ones()),
                        Frame.of(names),
                        Frame.of(genes)));
        replaceCells(names);
    }

    private static float[] ones() {
        float[] ones = new float[CELLS];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Small networks of every method; their cells are replaced. */
    private static Path train() throws Exception {
        ObjectNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("batchKey", "batch")
                        .put("labelKey", "label")
                        .put("genes", 60)
                        .put("hidden1", 16)
                        .put("hidden2", 8)
                        .put("latent", 4)
                        .put("components", 6)
                        .put("epochs", 1)
                        .put("classifierCells", 0)
                        .put("draws", 0)
                        .put("batchSize", 32);
        METHODS.forEach(method -> settings.withArray("methods").add(method.key()));
        TestContext context =
                new TestContext(Files.createDirectories(folder.resolve("job")), 5, settings);
        H5adWriter.write(context.dataset(), SmallCells.counts());
        new BatchCorrectionProgram().run(context);
        return context.output();
    }

    private static float value(Method method, int cell, int dimension) {
        return METHODS.indexOf(method) + cell / 1024f + dimension * 1024f;
    }

    private static void replaceCells(List<String> names) throws IOException {
        Files.delete(model.resolve(TrainingCells.NAMES));
        Files.delete(model.resolve(TrainingCells.EMBEDDINGS));
        Path scratch = Files.createDirectories(folder.resolve("scratch"));
        int[] zeros = new int[CELLS];
        Map<Method, EmbeddingFile> embeddings = new EnumMap<>(Method.class);
        Map<Method, DenseMatrix> layouts = new EnumMap<>(Method.class);
        for (Method method : METHODS) {
            EmbeddingFile file = EmbeddingFile.create(scratch, DIMENSIONS);
            for (int from = 0; from < CELLS; from += BLOCK) {
                float[] values = new float[BLOCK * DIMENSIONS];
                for (int i = 0; i < values.length; i++) {
                    values[i] = value(method, from + i / DIMENSIONS, i % DIMENSIONS);
                }
                file.append(new DenseMatrix(BLOCK, DIMENSIONS, values));
            }
            embeddings.put(method, file);
            layouts.put(method, new DenseMatrix(CELLS, 2, new float[2 * CELLS]));
        }
        TrainingCells.write(
                model,
                TrainingCells.writeNames(scratch, names),
                new CellIndex(IntStream.range(0, CELLS).toArray(), zeros, zeros, zeros),
                embeddings,
                layouts);
        for (EmbeddingFile file : embeddings.values()) {
            file.close();
        }
    }

    /** The process with little heap. */
    public static final class Export {

        private Export() {}

        public static void main(String[] args) throws Exception {
            Path dataset = Path.of(args[1]);
            // what classes and the engine hold for all models is there from the first one on
            ServedModel.load(Path.of(args[0])).close();
            long before = liveBytes();
            try (ServedModel model = ServedModel.load(Path.of(args[0]))) {
                System.out.printf("held %d%n", liveBytes() - before);
                System.out.printf("counted %d%n", model.sizeBytes());
                ModelRef ref = new ModelRef("large", 1, "1", 5, Optional.of("0".repeat(64)));
                H5adAugmenter.augment(
                        dataset,
                        Path.of(args[2]),
                        new ExportAdditions(
                                        ref,
                                        model,
                                        CELLS,
                                        H5adReader.readAnnotations(dataset, ReadLimits.DEFAULT)
                                                .var()
                                                .index())
                                .all(),
                        ReadLimits.DEFAULT);
                System.out.println("exported");
            }
        }

        private static long liveBytes() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }

    private static String run(Path exported) throws Exception {
        Path log = folder.resolve("log");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx" + HEAP_MIB + "m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Export.class.getName(),
                                model.toString(),
                                dataset.toString(),
                                exported.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    private static long figure(String said, String name) {
        return said.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isLoadedAndExportedInLessHeapThanItsEmbeddingsTake() throws Exception {
        assertThat(Files.size(model.resolve(TrainingCells.EMBEDDINGS)))
                .isGreaterThan((long) HEAP_MIB << 20);
        Path exported = folder.resolve("exported.h5ad");

        String said = run(exported);

        // names and codes of the cells, and what the weights and documents of a small model take
        long counted = figure(said, "counted");
        assertThat(counted).isBetween(CELLS * (18L + 4 + 16), CELLS * (18L + 4 + 16) + (4 << 20));
        assertThat(figure(said, "held")).isLessThan(counted + (2 << 20));
        AnnData data = H5adReader.read(exported, ReadLimits.DEFAULT);
        DenseMatrix both = data.obsm().get("X_medl_fe+re");
        assertThat(both.columns()).isEqualTo(2 * DIMENSIONS);
        for (int cell : new int[] {0, 1, 545, 546, 9_999, 100_000, CELLS - 1}) {
            for (int d : new int[] {0, 7, DIMENSIONS - 1}) {
                for (Method method : METHODS) {
                    assertThat(data.obsm().get("X_medl_" + method.key()).get(cell, d))
                            .isEqualTo(value(method, cell, d));
                }
                assertThat(both.get(cell, d)).isEqualTo(value(Method.FE, cell, d));
                assertThat(both.get(cell, DIMENSIONS + d)).isEqualTo(value(Method.RE, cell, d));
            }
        }
        assertThat(data.obsm().get("X_umap_fe").rows()).isEqualTo(CELLS);
        assertThat(data.obs().column("medl_split")).isPresent();
        try (TrainedModel trained = TrainedModel.load(model)) {
            assertThat(trained.card().concatenations()).contains("fe+re");
        }
    }
}
