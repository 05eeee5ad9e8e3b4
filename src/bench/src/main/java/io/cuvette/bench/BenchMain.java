package io.cuvette.bench;

import io.cuvette.demo.RunningSuite;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * What {@code ./cuvette bench} runs: one table, peers measured in the same run. Ends with 0 when
 * everything was measured, whether or not a goal was met; 1 when something could not be measured; 2
 * on wrong arguments.
 */
@Command(
        name = "bench",
        description = "Measures and prints one table.",
        mixinStandardHelpOptions = true)
public final class BenchMain implements Callable<Integer> {

    /** What is measured only when it is named: it takes long, or belongs to no table. */
    private static final Set<Subject> BY_NAME_ONLY =
            EnumSet.of(
                    Subject.EPOCH,
                    Subject.ATLAS,
                    Subject.BATCHES,
                    Subject.TRAINING,
                    Subject.TARGETS,
                    Subject.MICRO);

    /** What can be measured. */
    enum Subject {
        TRAIN,
        ENCODE,
        EPOCH,
        ATLAS,
        BATCHES,
        HARMONY,
        H5AD,
        GENOMAP,
        JOB,
        INFERENCE,
        MEMORY,
        METRICS,
        PROJECT,
        REACTOR,
        STEPS,
        TRAINING,
        TARGETS,
        UMAP,
        MICRO;

        Benchmark benchmark(SuiteAccess suite) {
            return switch (this) {
                case TRAIN -> new TrainingThroughput();
                case ENCODE -> new EncodeThroughput();
                case EPOCH -> OneEpoch.scaling();
                case ATLAS -> OneEpoch.atlas();
                case BATCHES -> OneEpoch.manyBatches();
                case HARMONY -> new HarmonyThroughput();
                case H5AD -> new H5adThroughput();
                case GENOMAP -> new GenomapLayouts();
                case JOB -> new JobOverhead(suite);
                case INFERENCE -> new InferenceLatency(suite);
                case MEMORY -> new MemoryGrowth();
                case METRICS -> new MetricTable();
                case PROJECT -> new ProjectionThroughput();
                case REACTOR -> new ReactorThroughput();
                case STEPS -> new TrainingSteps();
                case TRAINING -> new TrainingAlgorithms();
                case TARGETS -> new TrainingTargets();
                case UMAP -> new UmapLayout();
                case MICRO -> new MicroBenchmarks();
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description =
                    "What to measure: ${COMPLETION-CANDIDATES}. Without a name all but epoch, atlas,"
                            + " batches (whole jobs of one epoch, minutes to half an hour), training"
                            + " (optimizers and schedules by their time to a target), targets"
                            + " (finds these targets anew) and micro.")
    private List<Subject> names = List.of();

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            description = "Rounds of each; the median counts (default: ${DEFAULT-VALUE}).")
    private int repetitions = 5;

    @Option(names = "--out", paramLabel = "FILE", description = "Write the table as Markdown, too.")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "URL",
            description = "Gateway of a running suite for job and inference; default: a fresh one.")
    private Optional<URI> address = Optional.empty();

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "File with an API key of that suite; default: the admin key.")
    private Optional<Path> keyFile = Optional.empty();

    @Option(
            names = "--services",
            paramLabel = "DIR",
            description = "Repository whose built services a fresh suite runs (default: .).")
    private Path services = Path.of("");

    private final PrintStream console = System.out;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new BenchMain()).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        check();
        Set<Subject> subjects = subjects(names);
        Machine machine = Machine.here();
        machine.lines().forEach(console::println);
        console.println();
        console.println(Table.heading());
        List<Row> rows = new ArrayList<>();
        boolean measured = true;
        try (SuiteAccess suite = new SuiteAccess(services, running())) {
            for (Subject subject : subjects) {
                measured &= measure(subject, suite, rows);
            }
        }
        if (out.isPresent()) {
            Files.write(out.get(), Table.markdown(machine, String.join(" ", command()), rows));
        }
        return measured ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    /** What is measured, in the order of the table. */
    static Set<Subject> subjects(List<Subject> named) {
        return named.isEmpty()
                ? EnumSet.complementOf(EnumSet.copyOf(BY_NAME_ONLY))
                : EnumSet.copyOf(named);
    }

    /** One failure does not take the other figures along. */
    private boolean measure(Subject subject, SuiteAccess suite, List<Row> rows)
            throws InterruptedException {
        try {
            List<Row> measured = subject.benchmark(suite).measure(repetitions);
            measured.forEach(row -> console.println(Table.line(row)));
            rows.addAll(measured);
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            Row failed = Row.of(subject.toString(), "not measured");
            console.println(Table.line(failed));
            System.err.printf("cuvette bench: %s: %s%n", subject, e);
            rows.add(failed);
            return false;
        }
    }

    private Optional<SuiteAccess.Running> running() {
        return address.map(
                gateway ->
                        new SuiteAccess.Running(gateway, keyFile.orElseGet(BenchMain::adminKey)));
    }

    private static Path adminKey() {
        return RunningSuite.ofThisUser(System.getenv()).adminKey();
    }

    private void check() {
        if (repetitions < 1 || repetitions > 1_000) {
            throw wrong("--repetitions is %d; allowed are 1 to 1000".formatted(repetitions));
        }
        if (keyFile.isPresent() && address.isEmpty()) {
            throw wrong("--key-file goes with --address, the suite it is a key of");
        }
        running()
                .map(SuiteAccess.Running::keyFile)
                .filter(file -> !Files.isReadable(file))
                .ifPresent(
                        file -> {
                            throw wrong(
                                    "the key file %s cannot be read; name one with --key-file"
                                            .formatted(file));
                        });
        out.map(Path::toAbsolutePath)
                .filter(file -> Files.isDirectory(file) || !Files.isDirectory(file.getParent()))
                .ifPresent(
                        file -> {
                            throw wrong(
                                    "--out %s is no file in a folder that exists".formatted(file));
                        });
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("./cuvette", "bench"));
        words.addAll(spec.commandLine().getParseResult().originalArgs());
        return words;
    }
}
