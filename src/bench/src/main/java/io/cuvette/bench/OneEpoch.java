package io.cuvette.bench;

import io.cuvette.batchcorrection.method.Method;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whole jobs of one epoch of the default networks on cells of 2,000 genes at 5 %, in a JVM of its
 * own as a worker is one. The file is made row by row.
 */
final class OneEpoch implements Benchmark {

    private static final int GENES = 2_000;
    private static final double DENSITY = 0.05;
    private static final int BATCHES = 20;
    private static final int TYPES = 12;
    private static final List<Method> METHODS = List.of(Method.FE, Method.MEDL_PLUS);

    /** The size that the goals are set for. */
    private static final int GOAL_CELLS = 500_000;

    private static final double GOAL_SECONDS = 15 * 60;
    private static final double GOAL_HEAP_MEBIBYTES = 8 * 1024;

    /**
     * Work in proportion to the cells squared would be 2; what is below is caches, of which a
     * neighbour takes its part.
     */
    private static final double LINEAR = 1.25;

    /** The options a worker gets from the training service, with the heap of the goal. */
    private static final List<String> WORKER_OPTIONS =
            List.of(
                    "-Xmx8g",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+UseSerialGC",
                    "-Xms64m",
                    "-XX:MaxNewSize=48m");

    private final List<Integer> sizes;

    private OneEpoch(List<Integer> sizes) {
        this.sizes = sizes;
    }

    /** Two sizes and how the costs of a cell grow between them. */
    static OneEpoch scaling() {
        return new OneEpoch(List.of(50_000, 100_000));
    }

    /** The size that the goals are set for. */
    static OneEpoch goal() {
        return new OneEpoch(List.of(GOAL_CELLS));
    }

    /** An epoch takes minutes, and more rounds tell no more: there is one. */
    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        List<EpochCosts> all = new ArrayList<>();
        for (int cells : sizes) {
            EpochCosts costs = run(cells);
            all.add(costs);
            rows.addAll(rows(cells, costs));
        }
        for (int i = 1; i < all.size(); i++) {
            rows.addAll(growth(sizes.get(i - 1), all.get(i - 1), sizes.get(i), all.get(i)));
        }
        return rows;
    }

    private static List<Row> rows(int cells, EpochCosts costs) {
        List<Row> rows = new ArrayList<>();
        for (EpochCosts.Epoch epoch : costs.epochs()) {
            rows.add(
                    row("epoch of " + epoch.method(), cells, seconds(epoch.seconds()))
                            .withBeside(
                                    String.format(
                                            Locale.ROOT,
                                            "%.0f CPU s, %.0f us a cell",
                                            epoch.seconds().processor(),
                                            1e6 * epoch.seconds().processor() / cells)));
        }
        Row job =
                row("job of one epoch each", cells, seconds(costs.job()))
                        .withBeside(
                                String.format(
                                        Locale.ROOT,
                                        "%.0f CPU s; %.0f s of the clock until the first step",
                                        costs.job().processor(),
                                        costs.preparation().wall()));
        double heap = costs.peakHeap() / (double) (1 << 20);
        Row memory =
                row(
                                "its peaks of heap / RSS",
                                cells,
                                String.format(
                                        Locale.ROOT,
                                        "%,.0f / %,d MiB",
                                        heap,
                                        costs.peakResident() >> 20))
                        .withBeside("%,d bytes of heap a cell".formatted(costs.peakHeap() / cells));
        boolean judged = cells == GOAL_CELLS;
        rows.add(
                judged
                        ? job.withVerdict(Verdict.atMost(costs.job().wall(), GOAL_SECONDS, "s"))
                        : job);
        rows.add(
                judged
                        ? memory.withVerdict(Verdict.atMost(heap, GOAL_HEAP_MEBIBYTES, "MiB"))
                        : memory);
        return rows;
    }

    private static Row row(String what, int cells, String figure) {
        return Row.of("%s, %,d x %,d, 5 %%".formatted(what, cells, GENES), figure);
    }

    private static String seconds(Medians.Seconds seconds) {
        return String.format(Locale.ROOT, "%.0f s", seconds.wall());
    }

    private static List<Row> growth(int fewer, EpochCosts small, int more, EpochCosts large) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < small.epochs().size(); i++) {
            EpochCosts.Epoch before = small.epochs().get(i);
            double growth =
                    large.epochs().get(i).seconds().processor()
                            / more
                            / (before.seconds().processor() / fewer);
            rows.add(
                    Row.of(
                                    "CPU of a cell in an epoch of %s, %,d to %,d"
                                            .formatted(before.method(), fewer, more),
                                    String.format(Locale.ROOT, "%.2f x", growth))
                            .withVerdict(Verdict.atMost(growth, LINEAR, "x")));
        }
        return rows;
    }

    private static EpochCosts run(int cells) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cuvette-bench");
        try {
            Path file = folder.resolve("cells.h5ad");
            SparseCells.stream(
                    file, new SparseCells.Mixture(cells, GENES, DENSITY, BATCHES, TYPES), 6);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(WORKER_OPTIONS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(EpochProbe.class.getName());
            command.addAll(List.of(file.toString(), Integer.toString(GENES)));
            METHODS.forEach(method -> command.add(method.key()));
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            List<String> lines;
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
                    Stream<String> printed = out.lines()) {
                lines = printed.toList();
            } finally {
                process.destroy();
            }
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IOException(
                        "the job on %,d cells ended with exit code %d (3: more than %s)"
                                .formatted(cells, exit, WORKER_OPTIONS.get(0)));
            }
            return EpochCosts.parse(lines);
        } finally {
            Folders.delete(folder);
        }
    }
}
