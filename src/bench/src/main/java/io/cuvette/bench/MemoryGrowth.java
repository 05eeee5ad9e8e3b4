package io.cuvette.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Memory of a training process at 5,000, 50,000 and 500,000 cells of 1,000 genes at 5 %. */
final class MemoryGrowth implements Benchmark {

    private static final int[] CELLS = {5_000, 50_000, 500_000};
    private static final int GENES = 1_000;
    private static final double DENSITY = 0.05;
    private static final int STEPS = 300;

    /** The options a worker gets from the training service, with one size for all datasets. */
    private static final List<String> WORKER_OPTIONS =
            List.of(
                    "-Xmx2g",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+UseSerialGC",
                    "-Xms64m",
                    "-XX:MaxNewSize=48m");

    /** Flat is within a tenth; the rest is noise of allocators. */
    private static final double FLAT = 1.1;

    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Memory> measured = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        for (int cells : CELLS) {
            Memory memory = train(cells);
            measured.add(memory);
            rows.add(
                    Row.of(
                                    "memory of fe, %,d cells: heap / peak RSS".formatted(cells),
                                    mebibytes(memory.trainingHeap())
                                            + " / "
                                            + mebibytes(memory.trainingResident())
                                            + " MiB")
                            .withBeside(
                                    "preparing: %s / %s MiB"
                                            .formatted(
                                                    mebibytes(memory.preparationHeap()),
                                                    mebibytes(memory.preparationResident()))));
        }
        Memory small = measured.get(0);
        Memory large = measured.get(measured.size() - 1);
        double growth = large.trainingResident() / (double) small.trainingResident();
        double heapPerCell =
                (large.trainingHeap() - small.trainingHeap())
                        / (double) (CELLS[CELLS.length - 1] - CELLS[0]);
        rows.add(
                Row.of(
                                "memory growth while training, 5k to 500k",
                                String.format(
                                        Locale.ROOT, "%.2f x, %.0f B/cell", growth, heapPerCell))
                        .withVerdict(Verdict.atMost(growth, FLAT, "x")));
        return rows;
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d", bytes >> 20);
    }

    private static Memory train(int cells) throws IOException, InterruptedException {
        Path file = Files.createTempFile("cuvette-bench", ".h5ad");
        try {
            SparseCells.write(file, cells, GENES, DENSITY, 5, 6);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(WORKER_OPTIONS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(MemoryProbe.class.getName());
            command.addAll(
                    List.of(file.toString(), Integer.toString(GENES), Integer.toString(STEPS)));
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            Optional<Memory> memory;
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                memory = out.lines().map(Memory::parse).flatMap(Optional::stream).findFirst();
            }
            int exit = process.waitFor();
            return memory.orElseThrow(
                    () ->
                            new IOException(
                                    "training on %,d cells ended with exit code %d (3: more than %s)"
                                            .formatted(cells, exit, WORKER_OPTIONS.get(0))));
        } finally {
            Files.delete(file);
        }
    }
}
