package io.cuvette.batchcorrection.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cuvette.batchcorrection.artifact.TrainedModel;
import io.cuvette.batchcorrection.artifact.TrainingCells;
import io.cuvette.batchcorrection.harmony.Harmony;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.network.CellBatch;
import io.cuvette.data.DatasetReader;
import io.cuvette.data.ReadOptions;
import io.cuvette.data.SpooledDataset;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.TensorScope;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * As many batches as a job may have, of four cells each: everything that a batch needs is a row of
 * a table, and nothing is held for each pair of a batch and a cell.
 */
class ManyBatchesTest {

    private static final NetworkTraining.Run RUN = new NetworkTraining.Run(5, Optional.empty());
    private static final int CELLS = 4_000;
    private static final int GENES = 200;
    private static final int FEW = 10;
    private static final int MANY = 1_000;
    private static final int HIDDEN_1 = 32;
    private static final int HIDDEN_2 = 16;
    private static final int LATENT = 8;
    private static final int CLUSTERS = 20;

    /** One byte for each pair of a cell and one of the batches more: a quarter of a float. */
    private static final long BYTE_A_PAIR = (long) CELLS * (MANY - FEW);

    @TempDir static Path folder;

    private static Job few;
    private static Job many;

    /**
     * A job and what it held.
     *
     * @param liveHeap most that survived a collection in each phase, bytes
     */
    private record Job(Path dataset, Path output, Map<String, Long> liveHeap) {}

    @BeforeAll
    static void runBoth() throws Exception {
        few = run("few", FEW);
        many = run("many", MANY);
    }

    private static ObjectNode settings() {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.withArray("methods").add("harmony").add("re").add("medl_plus");
        settings.putObject("harmony").put("clusters", CLUSTERS).put("maxOuter", 4);
        return settings.put("batchKey", "batch")
                .put("labelKey", "label")
                .put("minGenesPerCell", 1)
                .put("genes", GENES)
                .put("hidden1", HIDDEN_1)
                .put("hidden2", HIDDEN_2)
                .put("latent", LATENT)
                .put("components", LATENT)
                .put("epochs", 2)
                .put("evaluationCells", 150)
                .put("classifierCells", 0);
    }

    private static Job run(String name, int batches) throws Exception {
        Path dataset =
                SimulatedCounts.write(folder.resolve(name + ".h5ad"), CELLS, GENES, batches, 3, 11);
        Held held = new Held();
        TestContext context =
                new TestContext(
                        dataset,
                        folder.resolve(name),
                        settings(),
                        5,
                        () -> {
                            held.look();
                            return false;
                        });
        held.context = context;
        new BatchCorrectionProgram().run(context);
        assertThat(context.fraction).isEqualTo(1);
        return new Job(dataset, context.output(), held.liveHeap);
    }

    /** Looks at a job whenever it asks whether to stop: between steps and rounds. */
    private static final class Held {
        private final Map<String, Long> liveHeap = new LinkedHashMap<>();
        private final Map<String, Integer> looks = new LinkedHashMap<>();
        private TestContext context;

        void look() {
            // the first two moments of a phase: before and after its tables are there
            if (looks.merge(context.phase, 1, Integer::sum) <= 2) {
                System.gc();
                long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
                liveHeap.merge(context.phase, used, Math::max);
            }
        }
    }

    private static long bytes(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    @Test
    void everyMethodEndsAndKnowsEveryBatch() throws Exception {
        try (TrainedModel model = TrainedModel.load(many.output());
                TrainingCells cells = TrainingCells.read(many.output())) {
            assertThat(model.card().batches()).hasSize(MANY);
            assertThat(model.card().methods()).contains("harmony", "re", "medl_plus");
            for (Method method : List.of(Method.HARMONY, Method.RE, Method.MEDL_PLUS)) {
                float[] values = cells.embedding(method).orElseThrow().block(0, CELLS).values();
                assertThat(values).hasSize(CELLS * LATENT);
                for (float value : values) {
                    assertThat(value).isFinite();
                }
            }
        }
    }

    @Test
    void heapDoesNotGrowWithPairsOfBatchesAndCells() {
        assertThat(many.liveHeap().keySet())
                .contains("harmony", "train re", "train medl_plus", "score")
                .isEqualTo(few.liveHeap().keySet());
        many.liveHeap()
                .forEach(
                        (phase, used) -> {
                            long more = used - few.liveHeap().get(phase);
                            long bound = mayLive(phase) + BYTE_A_PAIR;
                            assertThat(more)
                                    .as("more live heap in %s, bytes", phase)
                                    .isLessThan(bound);
                            assertThat(more + Float.BYTES * BYTE_A_PAIR)
                                    .as("the same with a float a pair of batch and cell")
                                    .isGreaterThan(bound);
                        });
    }

    /** Most bytes that the batches beyond the few may hold in a phase, none of them for a pair. */
    private static long mayLive(String phase) {
        // for each batch and gene an offset with its moments, a mean and two figures of its effect
        long offsets = 32L * (MANY - FEW) * GENES;
        return switch (phase) {
            // the network itself lies outside the heap; means of batches and its bookkeeping do not
            case "train re" -> moreTableBytes();
            // weights and moments of the network that is done, and what the offsets need
            case "train medl_plus" -> 3 * moreTableBytes() + offsets;
            case "harmony" -> 3 * moreTableBytes() + offsets + moreHarmonyBytes();
            // what waits for the model to be written
            default -> moreTableBytes() + offsets + moreHarmonyBytes();
        };
    }

    @Test
    void modelsDoNotGrowWithPairsOfBatchesAndCells() throws Exception {
        assertThat(bytes(many.output()) - bytes(few.output()))
                .isBetween(moreTableBytes(), 2 * moreTableBytes() + moreHarmonyBytes());
    }

    private static long moreHarmonyBytes() {
        return Harmony.bytes(CELLS, LATENT, MANY, CLUSTERS)
                - Harmony.bytes(CELLS, LATENT, FEW, CLUSTERS);
    }

    /** The tables of {@code re} for all batches beyond the few. */
    private static long moreTableBytes() {
        return Float.BYTES * (numbersOfEffects(GENES, MANY) - numbersOfEffects(GENES, FEW));
    }

    @Test
    @SuppressWarnings("try") // scopes are used by being open
    void tablesAreOneRowABatchAndCellsLookTheirsUp() throws Exception {
        Path scratch = Files.createDirectories(folder.resolve("prepared"));
        BatchCorrectionSettings settings = BatchCorrectionSettings.parse(settings()).settings();
        try (SpooledDataset data =
                        DatasetReader.spool(
                                many.dataset(),
                                settings.layer(),
                                settings::names,
                                ReadOptions.in(scratch));
                PreparedCells cells = Preparation.of(many.dataset(), data, settings, 5, scratch);
                NetworkTraining effects = NetworkTraining.of(Method.RE, cells, settings, RUN);
                NetworkTraining offsets =
                        NetworkTraining.of(Method.MEDL_PLUS, cells, settings, RUN);
                TensorScope scope = TensorScope.open()) {
            int genes = cells.genes();
            assertThat(bytes(effects)).isEqualTo(Float.BYTES * numbersOfEffects(genes, MANY));
            assertThat(shape(offsets, "offsets")).containsExactly(MANY, genes);
            assertThat(bytes(offsets))
                    .isLessThan(Float.BYTES * (2L * MANY * genes + 2L * genes * HIDDEN_1));

            // what a step is fed: a code a cell, and nothing as wide as the batches are many
            CellBatch batch = effects.batches().batch(0, 0);
            long rows = batch.dense().getShape().get(0);
            assertThat(batch.batchCodes().getShape().getShape()).containsExactly(rows);
            assertThat(batch.dense().getShape().getShape()).containsExactly(rows, genes);
        }
    }

    /** Layers, batch norms with their running statistics, and four numbers a batch and unit. */
    private static long numbersOfEffects(long genes, long batches) {
        long layers =
                2 * (genes * HIDDEN_1 + HIDDEN_1 * HIDDEN_2 + HIDDEN_2 * LATENT)
                        + 2 * (HIDDEN_1 + HIDDEN_2)
                        + LATENT
                        + genes;
        long units = 2 * (HIDDEN_1 + HIDDEN_2) + genes;
        long classifier = LATENT * 5 + 5 + 5 * batches + batches;
        return layers + 4 * units + 4 * batches * units + classifier;
    }

    private static long bytes(NetworkTraining training) {
        return training.parameters().all().stream()
                .mapToLong(parameter -> parameter.value().size() * Float.BYTES)
                .sum();
    }

    private static long[] shape(NetworkTraining training, String name) {
        List<long[]> found = new ArrayList<>();
        for (Parameter parameter : training.parameters().all()) {
            if (parameter.name().equals(name)) {
                found.add(parameter.value().getShape().getShape());
            }
        }
        assertThat(found).hasSize(1);
        return found.get(0);
    }
}
