package io.cuvette.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What {@code ./cuvette bench} runs: one table, peers measured in the same run. */
@Command(
        name = "bench",
        description = "Measures and prints one table.",
        mixinStandardHelpOptions = true)
public final class BenchMain implements Callable<Integer> {

    @Parameters(
            description = "names of benchmarks; all of them when absent: ${COMPLETION-CANDIDATES}")
    private List<String> names = List.of();

    @Option(names = "--repetitions", description = "rounds of each (default: ${DEFAULT-VALUE})")
    private int repetitions = 5;

    private final PrintStream out = System.out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new BenchMain()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Benchmark> all = new LinkedHashMap<>();
        all.put("train", new TrainingThroughput());
        all.put("encode", new EncodeThroughput());
        all.put("h5ad", new H5adThroughput());
        for (String name : names) {
            if (!all.containsKey(name)) {
                out.printf(
                        "no benchmark '%s'; known are %s%n", name, String.join(", ", all.keySet()));
                return 2;
            }
        }
        out.printf("%-44s %16s %16s %8s%n", "what", "Cuvette", "peer", "ratio");
        for (Map.Entry<String, Benchmark> benchmark : all.entrySet()) {
            if (names.isEmpty() || names.contains(benchmark.getKey())) {
                benchmark.getValue().measure(repetitions).forEach(this::print);
            }
        }
        return 0;
    }

    private void print(Row row) {
        out.printf(
                "%-44s %16s %16s %8s%n",
                row.what(),
                row.own(),
                row.peer(),
                row.ratio().isPresent() ? "%.2f".formatted(row.ratio().getAsDouble()) : "-");
    }
}
