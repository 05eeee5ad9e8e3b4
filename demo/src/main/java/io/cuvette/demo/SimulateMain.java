package io.cuvette.demo;

import io.cuvette.batchcorrection.synthetic.BatchEffect;
import io.cuvette.batchcorrection.synthetic.SimulationFile;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What {@code ./cuvette simulate} runs: single-cell counts with known batch effects, as a file. */
@Command(
        name = "simulate",
        description =
                "Writes simulated single-cell counts with known batch effects as an .h5ad file.",
        footer = {
            "",
            "The defaults are the instance syn20; syn147 is",
            "  --cells 5880 --genes 2000 --batches 147 --hierarchical --seed 2",
            "The same options give the same counts."
        },
        mixinStandardHelpOptions = true)
public final class SimulateMain implements Callable<Integer> {

    private static final int MOST_CELLS = 5_000_000;
    private static final int MOST_GENES = 200_000;
    private static final int MOST_BATCHES = 1_000;
    private static final int MOST_TYPES = 1_000;

    /** Some 30 % are above zero, and a file holds at most 2^31 - 1 of them. */
    private static final long MOST_VALUES = 6_000_000_000L;

    /** Factors of genes in batches and types, 8 bytes each, are held in memory. */
    private static final long MOST_FACTORS = 50_000_000;

    private static final double USUAL_SIGMA = 0.35;
    private static final int REPORTS = 10;

    @Spec private CommandSpec command;

    @Option(names = "--cells", description = "1 to 5,000,000 (default: ${DEFAULT-VALUE})")
    private int cells = 3_000;

    @Option(names = "--genes", description = "1 to 200,000 (default: ${DEFAULT-VALUE})")
    private int genes = 2_500;

    @Option(names = "--batches", description = "1 to 1,000 (default: ${DEFAULT-VALUE})")
    private int batches = 20;

    @Option(names = "--types", description = "cell types, 1 to 1,000 (default: ${DEFAULT-VALUE})")
    private int types = 8;

    @Option(
            names = "--sigma",
            description =
                    "strength of the batch effect, sd of the log factor of a gene: 0 none, 0.1"
                            + " weak, 0.35 usual, 0.6 strong (default: 0.35)")
    private Optional<Double> sigma = Optional.empty();

    @Option(
            names = "--missing",
            description =
                    "probability that a batch lacks a cell type, 0 to below 1 (default:"
                            + " ${DEFAULT-VALUE})")
    private double missing;

    @Option(
            names = "--hierarchical",
            description =
                    "batches are combinations of 14 donors, 6 regions and 3 protocols, with"
                            + " effects of sd 0.2, 0.1 and 0.3 and 0.1 of their own; at most 252;"
                            + " not with --sigma")
    private boolean hierarchical;

    @Option(names = "--seed", description = "seed of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--truth",
            description =
                    "adds the layer truth (expected counts without batch effect, dense), the"
                            + " batch factors and the types' expression")
    private boolean truth;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "FILE.h5ad",
            description = "file to write; replaced when it exists")
    private Path out;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateMain()).execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        SplatterLike.Settings settings = settings();
        Path folder = folder();
        long stored = SimulationFile.write(out, settings, seed, folder, progress());
        command.commandLine()
                .getOut()
                .printf(
                        "%s: %,d cells x %,d genes, %d batches, %d cell types, %.1f %% above zero%n",
                        out,
                        cells,
                        genes,
                        batches,
                        types,
                        100.0 * stored / ((double) cells * genes));
        return 0;
    }

    private SplatterLike.Settings settings() {
        requireRange("--cells", cells, MOST_CELLS);
        requireRange("--genes", genes, MOST_GENES);
        requireRange("--batches", batches, MOST_BATCHES);
        requireRange("--types", types, MOST_TYPES);
        if ((long) cells * genes > MOST_VALUES) {
            throw refused(
                    "--cells x --genes is %,d; an .h5ad file of counts takes at most %,d"
                            .formatted((long) cells * genes, MOST_VALUES));
        }
        if ((long) genes * (batches + types) > MOST_FACTORS) {
            throw refused(
                    "--genes x (--batches + --types) is %,d and may be at most %,d"
                            .formatted((long) genes * (batches + types), MOST_FACTORS));
        }
        if (hierarchical && sigma.isPresent()) {
            throw refused(
                    "--sigma and --hierarchical exclude each other: hierarchical effects have"
                            + " their own strengths");
        }
        double strength = sigma.orElse(USUAL_SIGMA);
        if (!(strength >= 0 && strength <= 10)) {
            throw refused("--sigma must be 0 to 10, not " + strength);
        }
        if (!(missing >= 0 && missing < 1)) {
            throw refused("--missing must be at least 0 and below 1, not " + missing);
        }
        if (hierarchical && batches > BatchEffect.Hierarchical.HEART.combinations()) {
            throw refused(
                    "--hierarchical has at most %d batches, not %d"
                            .formatted(BatchEffect.Hierarchical.HEART.combinations(), batches));
        }
        BatchEffect effect =
                hierarchical
                        ? BatchEffect.Hierarchical.HEART
                        : new BatchEffect.Independent(strength);
        return new SplatterLike.Settings(cells, genes, batches, types, effect, missing, truth);
    }

    private void requireRange(String option, int value, int most) {
        if (value < 1 || value > most) {
            throw refused("%s must be 1 to %,d, not %,d".formatted(option, most, value));
        }
    }

    /** The folder of the file, which takes the scratch file as well. */
    private Path folder() {
        Path name = out.getFileName();
        if (name == null || !name.toString().endsWith(".h5ad")) {
            throw refused("-o must name a file that ends with .h5ad, not " + out);
        }
        if (Files.isDirectory(out)) {
            throw refused("-o names a folder: " + out);
        }
        Path folder = out.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw refused("there is no folder " + folder);
        }
        if (!Files.isWritable(folder)) {
            throw refused("the folder %s cannot be written to".formatted(folder));
        }
        return folder;
    }

    private ParameterException refused(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }

    /** Ten lines on the way, for what takes minutes only. */
    private IntConsumer progress() {
        if ((long) cells * genes < 100_000_000) {
            return done -> {};
        }
        int step = Math.max(1, cells / REPORTS);
        return done -> {
            if (done % step == 0) {
                command.commandLine().getErr().printf("%,d of %,d cells%n", done, cells);
                command.commandLine().getErr().flush();
            }
        };
    }
}
