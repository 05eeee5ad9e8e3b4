package io.cuvette.reactormodel.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Errors of methods ("arms") on unseen reactors, kept as CSV so that runs can be put together. */
final class ErrorTable {
    private static final String HEADER = "arm,k,seed,reactor,error";
    private static final int RESAMPLES = 10_000;

    /**
     * @param k number of runs adapted to; 0 for arms that need none
     * @param seed of the meta-training; 0 for arms without one
     */
    record Row(String arm, int k, long seed, int reactor, double error) {}

    /** A ratio with its 95 % interval. */
    record Ratio(double mean, double low, double high) {
        @Override
        public String toString() {
            return "%.3g [%.3g, %.3g]".formatted(mean, low, high);
        }
    }

    private final List<Row> rows = new ArrayList<>();

    void add(String arm, int k, long seed, double[] errors) {
        for (int r = 0; r < errors.length; r++) {
            rows.add(new Row(arm, k, seed, r, errors[r]));
        }
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>(List.of(HEADER));
        for (Row row : rows) {
            lines.add("%s,%d,%d,%d,%s".formatted(row.arm, row.k, row.seed, row.reactor, row.error));
        }
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
    }

    /** All files of a folder whose names begin with the prefix. */
    static ErrorTable read(Path folder, String prefix) throws IOException {
        ErrorTable table = new ErrorTable();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files =
                    all.filter(file -> file.getFileName().toString().startsWith(prefix))
                            .sorted()
                            .toList();
        }
        for (Path file : files) {
            for (String line : Files.readAllLines(file)) {
                if (!line.equals(HEADER)) {
                    String[] f = line.split(",");
                    table.rows.add(
                            new Row(
                                    f[0],
                                    Integer.parseInt(f[1]),
                                    Long.parseLong(f[2]),
                                    Integer.parseInt(f[3]),
                                    Double.parseDouble(f[4])));
                }
            }
        }
        return table;
    }

    List<String> arms() {
        return rows.stream().map(Row::arm).distinct().toList();
    }

    /** Meta-seeds that an arm was run with, 0 for one that has none. */
    long[] seeds(String arm) {
        return rows.stream()
                .filter(row -> row.arm.equals(arm))
                .mapToLong(Row::seed)
                .distinct()
                .sorted()
                .toArray();
    }

    /** By reactor; of arms that need no runs at every k. Empty where there is nothing. */
    double[] errors(String arm, int k, long seed) {
        return rows.stream()
                .filter(row -> row.arm.equals(arm) && row.seed == seed)
                .filter(row -> row.k == k || row.k == 0)
                .sorted(Comparator.comparingInt(Row::reactor))
                .mapToDouble(Row::error)
                .toArray();
    }

    /** Median over reactors of each seed, in increasing order. */
    double[] medians(String arm, int k) {
        return bySeed(arm, k, ErrorTable::median);
    }

    /** Mean over reactors of each seed, in increasing order. */
    double[] means(String arm, int k) {
        return bySeed(arm, k, errors -> Arrays.stream(errors).average().orElseThrow());
    }

    private double[] bySeed(String arm, int k, ToDoubleFunction<double[]> middle) {
        return Arrays.stream(seeds(arm))
                .mapToObj(seed -> errors(arm, k, seed))
                .filter(errors -> errors.length > 0)
                .mapToDouble(middle)
                .sorted()
                .toArray();
    }

    /**
     * Geometric mean of a over b, paired by reactor, mean of logarithms over seeds first; the
     * interval by resampling reactors.
     */
    Ratio ratio(String a, String b, int k) {
        double[] logs = logs(a, k);
        double[] others = logs(b, k);
        if (logs.length != others.length) {
            throw new IllegalStateException(
                    "%d reactors of %s and %d of %s".formatted(logs.length, a, others.length, b));
        }
        for (int r = 0; r < logs.length; r++) {
            logs[r] -= others[r];
        }
        Random random = new Random(1);
        double[] means = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            for (int r = 0; r < logs.length; r++) {
                means[i] += logs[random.nextInt(logs.length)] / logs.length;
            }
        }
        Arrays.sort(means);
        return new Ratio(
                Math.exp(Arrays.stream(logs).average().orElseThrow()),
                Math.exp(means[(int) (0.025 * RESAMPLES)]),
                Math.exp(means[(int) (0.975 * RESAMPLES) - 1]));
    }

    private double[] logs(String arm, int k) {
        double[] mean = null;
        int count = 0;
        for (long seed : seeds(arm)) {
            double[] errors = errors(arm, k, seed);
            if (errors.length > 0) {
                mean = mean == null ? new double[errors.length] : mean;
                for (int r = 0; r < errors.length; r++) {
                    mean[r] += Math.log(errors[r]);
                }
                count++;
            }
        }
        if (mean == null) {
            throw new IllegalStateException("nothing of " + arm + " at " + k + " runs");
        }
        for (int r = 0; r < mean.length; r++) {
            mean[r] /= count;
        }
        return mean;
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
