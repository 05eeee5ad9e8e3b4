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
 * Whole jobs of one epoch on cells of 2,000 genes at 5 %, in a JVM of its own as a worker is one.
 * The file is made row by row.
 */
final class OneEpoch implements Benchmark {

    private static final int GENES = 2_000;
    private static final double DENSITY = 0.05;
    private static final int TYPES = 12;
    private static final double MEBIBYTE = 1 << 20;

    /** The networks of a job that names no others, on few batches. */
    private static final List<Method> NETWORKS = List.of(Method.FE, Method.MEDL_PLUS);

    private static final List<Method> ALL =
            List.of(Method.PCA, Method.HARMONY, Method.FE, Method.RE, Method.MEDL_PLUS);

    /**
     * Work in proportion to the cells squared would be 2; what is below is caches, of which a
     * neighbour takes its part.
     */
    private static final double LINEAR = 1.25;

    /**
     * What a job may take; 0 where nothing is asked.
     *
     * @param heap MiB
     * @param resident MiB
     */
    private record Goals(double seconds, double heap, double resident) {
        static final Goals NONE = new Goals(0, 0, 0);
    }

    private record Job(int cells, int batches, List<Method> methods, Goals goals) {

        static Job of(int cells, Goals goals) {
            return new Job(cells, 20, NETWORKS, goals);
        }

        Row row(String what, String figure) {
            return Row.of(
                    String.format(
                            Locale.ROOT,
                            "%s, %,d x %,d, %,d batches, 5 %%",
                            what,
                            cells,
                            GENES,
                            batches),
                    figure);
        }
    }

    /** The options a worker gets from the training service, with the heap of the goal. */
    private static final List<String> WORKER_OPTIONS =
            List.of(
                    "-Xmx8g",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-XX:+UseSerialGC",
                    "-Xms64m",
                    "-XX:MaxNewSize=48m");

    private final List<Job> jobs;

    private OneEpoch(List<Job> jobs) {
        this.jobs = jobs;
    }

    /** Two sizes and how the costs of a cell grow between them. */
    static OneEpoch scaling() {
        return new OneEpoch(List.of(Job.of(50_000, Goals.NONE), Job.of(100_000, Goals.NONE)));
    }

    /** The size of an atlas. */
    static OneEpoch atlas() {
        return new OneEpoch(List.of(Job.of(500_000, new Goals(15 * 60, 8 * 1024, 0))));
    }

    /** The most batches that are accepted, and every method with tables of batches. */
    static OneEpoch manyBatches() {
        return new OneEpoch(List.of(new Job(20_000, 1_000, ALL, new Goals(0, 0, 4 * 1024))));
    }

    /** An epoch takes minutes, and more rounds tell no more: there is one. */
    @Override
    public List<Row> measure(int repetitions) throws Exception {
        List<Row> rows = new ArrayList<>();
        List<EpochCosts> all = new ArrayList<>();
        for (Job job : jobs) {
            EpochCosts costs = run(job);
            all.add(costs);
            rows.addAll(rows(job, costs));
        }
        for (int i = 1; i < all.size(); i++) {
            rows.addAll(
                    growth(
                            jobs.get(i - 1).cells(),
                            all.get(i - 1),
                            jobs.get(i).cells(),
                            all.get(i)));
        }
        return rows;
    }

    private static List<Row> rows(Job job, EpochCosts costs) {
        List<Row> rows = new ArrayList<>();
        for (EpochCosts.Epoch epoch : costs.epochs()) {
            rows.add(
                    job.row("epoch of " + epoch.method(), seconds(epoch.seconds()))
                            .withBeside(
                                    String.format(
                                            Locale.ROOT,
                                            "%.0f CPU s, %.0f us a cell",
                                            epoch.seconds().processor(),
                                            1e6 * epoch.seconds().processor() / job.cells())));
        }
        rows.add(
                judged(
                        job.row("job of one epoch each", seconds(costs.job()))
                                .withBeside(
                                        String.format(
                                                Locale.ROOT,
                                                "%.0f CPU s; %.0f s of the clock until the first"
                                                        + " step",
                                                costs.job().processor(),
                                                costs.preparation().wall())),
                        costs.job().wall(),
                        job.goals().seconds(),
                        "s"));
        rows.add(
                judged(
                        job.row("its peak of heap", mebibytes(costs.peakHeap()))
                                .withBeside(
                                        "%,d bytes a cell"
                                                .formatted(costs.peakHeap() / job.cells())),
                        costs.peakHeap() / MEBIBYTE,
                        job.goals().heap(),
                        "MiB"));
        rows.add(
                judged(
                        job.row("its peak RSS", mebibytes(costs.peakResident())),
                        costs.peakResident() / MEBIBYTE,
                        job.goals().resident(),
                        "MiB"));
        return rows;
    }

    private static Row judged(Row row, double figure, double goal, String unit) {
        return goal == 0 ? row : row.withVerdict(Verdict.atMost(figure, goal, unit));
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,.0f MiB", bytes / MEBIBYTE);
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

    private static EpochCosts run(Job job) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("cuvette-bench");
        try {
            Path file = folder.resolve("cells.h5ad");
            SparseCells.stream(
                    file,
                    new SparseCells.Mixture(job.cells(), GENES, DENSITY, job.batches(), TYPES),
                    6);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(WORKER_OPTIONS);
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(EpochProbe.class.getName());
            command.addAll(List.of(file.toString(), Integer.toString(GENES)));
            job.methods().forEach(method -> command.add(method.key()));
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
                                .formatted(job.cells(), exit, WORKER_OPTIONS.get(0)));
            }
            return EpochCosts.parse(lines);
        } finally {
            Folders.delete(folder);
        }
    }
}
