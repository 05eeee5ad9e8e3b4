package io.cuvette.training.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import io.cuvette.batchcorrection.method.AutoencoderModel;
import io.cuvette.batchcorrection.method.Method;
import io.cuvette.batchcorrection.method.ScaledCells;
import io.cuvette.batchcorrection.network.Architecture;
import io.cuvette.batchcorrection.network.Encoder;
import io.cuvette.batchcorrection.network.EncoderNorms;
import io.cuvette.batchcorrection.network.TiedDecoder;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.safetensors.SafetensorsReader;
import io.cuvette.data.safetensors.SafetensorsWriter;
import io.cuvette.service.modelcache.Lease;
import io.cuvette.service.modelcache.ModelCache;
import io.cuvette.service.modelcache.ModelCacheSettings;
import io.cuvette.service.modelcache.ModelLoader;
import io.cuvette.training.core.tensor.Parameter;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.Tensors;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process that loads, answers with and drops one model after another, as many tenants make it do:
 * real weights from safetensors files, on the real engine, through the cache.
 */
final class ModelCycles {

    private static final int CYCLES = 240;

    /** Until the allocator has as many pages as loads and unloads ever need at once. */
    private static final int WARM_UP = 120;

    private static final int GENES = 2000;
    private static final Architecture ARCHITECTURE = new Architecture(256, 64, 16);

    /** One model left behind by each measured cycle would be 120 times 2.2 MB, or 260 MB. */
    private static final long BOUND = 96L << 20;

    private static final Path STATM = Path.of("/proc/self/statm");
    private static final long PAGE = 4096;

    private final Path folder;

    private ModelCycles(Path folder) {
        this.folder = folder;
    }

    /**
     * @param args a folder for the models
     * @throws AssertionError when something is left behind
     */
    public static void main(String[] args) throws Exception {
        new ModelCycles(Path.of(args[0])).run();
    }

    private void run() throws Exception {
        Loader loader = new Loader(List.of(write("a", 1), write("b", 2)));
        ScaledCells cells = ScaledCells.ofPopulation(cells());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        List<float[]> first = new ArrayList<>();
        Memory before = null;
        int tensorsBefore = 0;
        // room for one model: each acquisition of the other evicts it
        ModelCacheSettings settings =
                new ModelCacheSettings(
                        loader.expectedBytes(0) * 3 / 2, Duration.ofSeconds(30), Duration.ZERO);
        try (NDManager engine = NDManager.newBaseManager();
                ModelCache<Integer, AutoencoderModel> cache =
                        new ModelCache<>(
                                "cycles", loader, settings, executor, new SimpleMeterRegistry())) {
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                if (cycle == WARM_UP) {
                    before = Memory.now();
                    tensorsBefore = tensors(engine);
                }
                try (Lease<AutoencoderModel> lease = cache.acquire(cycle % 2)) {
                    float[] answer = lease.value().encode(cells).values();
                    if (cycle < 2) {
                        first.add(answer);
                    }
                    assertThat(answer).as("cycle %d", cycle).isEqualTo(first.get(cycle % 2));
                }
            }
            assertThat(loader.loads).isEqualTo(CYCLES);
            assertThat(first.get(0)).isNotEqualTo(first.get(1));
            assertThat(tensors(engine)).isEqualTo(tensorsBefore);
            Memory settled = before;
            // buffers outside the heap go some time after their owners
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> {
                                Memory now = Memory.now();
                                assertThat(now.heap() - settled.heap()).isLessThan(BOUND);
                                assertThat(now.outside() - settled.outside())
                                        .as("%s after %s", now, settled)
                                        .isLessThan(BOUND);
                            });
        } finally {
            executor.shutdown();
        }
    }

    private Path write(String name, long seed) throws IOException {
        Path file = folder.resolve(name + ".safetensors");
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, seed)) {
            Encoder encoder = Encoder.create(parameters, GENES, ARCHITECTURE, EncoderNorms.PAPER);
            TiedDecoder.create(parameters, encoder, GENES, ARCHITECTURE);
            SafetensorsWriter writer = new SafetensorsWriter();
            for (Parameter parameter : parameters.all()) {
                writer.add(
                        parameter.name(),
                        parameters.floats(parameter.name()),
                        parameter.value().getShape().getShape());
            }
            writer.writeTo(file);
        }
        return file;
    }

    /** Forty cells with values at every tenth gene. */
    private static CsrMatrix cells() {
        int rows = 40;
        int perRow = GENES / 10;
        int[] pointers = new int[rows + 1];
        int[] columns = new int[rows * perRow];
        float[] values = new float[rows * perRow];
        for (int row = 0; row < rows; row++) {
            pointers[row + 1] = (row + 1) * perRow;
            for (int i = 0; i < perRow; i++) {
                columns[row * perRow + i] = i * 10 + row % 10;
                values[row * perRow + i] = (row + i) % 7 - 3;
            }
        }
        return new CsrMatrix(rows, GENES, pointers, columns, values);
    }

    /** Tensors that the whole engine knows of and that no open model owns. */
    private static int tensors(NDManager engine) {
        return ((PtNDManager) engine.getParentManager()).getManagedArrays().size();
    }

    /**
     * Memory of this process, without what waits for the collector.
     *
     * @param heap bytes that are alive on the heap
     * @param outside resident bytes but those that the heap has taken from the system: it keeps
     *     them for garbage to come
     */
    private record Memory(long heap, long outside) {

        static Memory now() {
            System.gc();
            await().atMost(Duration.ofSeconds(10)).until(() -> directBytes() < 16L << 20);
            MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            try {
                long resident = Long.parseLong(Files.readString(STATM).split(" ")[1]) * PAGE;
                return new Memory(heap.getUsed(), resident - heap.getCommitted());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Reads the file of each key. */
    private static final class Loader implements ModelLoader<Integer, AutoencoderModel> {

        private final List<Path> files;
        private int loads;

        Loader(List<Path> files) {
            this.files = files;
        }

        @Override
        public long expectedBytes(Integer key) throws IOException {
            return Files.size(files.get(key));
        }

        @Override
        public AutoencoderModel load(Integer key) throws IOException {
            loads++;
            try (SafetensorsReader weights = SafetensorsReader.open(files.get(key))) {
                return AutoencoderModel.of(
                        Method.FE,
                        GENES,
                        ARCHITECTURE,
                        EncoderNorms.PAPER,
                        name -> floats(weights, name));
            }
        }

        private static float[] floats(SafetensorsReader weights, String name) {
            try {
                return weights.floats(name);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public long bytes(AutoencoderModel model) {
            return model.sizeBytes();
        }
    }
}
