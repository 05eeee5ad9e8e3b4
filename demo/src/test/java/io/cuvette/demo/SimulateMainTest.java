package io.cuvette.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.batchcorrection.synthetic.BatchEffect.Hierarchical;
import io.cuvette.batchcorrection.synthetic.GroundTruth;
import io.cuvette.batchcorrection.synthetic.SplatterLike;
import io.cuvette.data.ReadLimits;
import io.cuvette.data.anndata.AnnData;
import io.cuvette.data.anndata.Column;
import io.cuvette.data.anndata.CsrMatrix;
import io.cuvette.data.anndata.DenseMatrix;
import io.cuvette.data.h5ad.H5adReader;
import io.cuvette.data.hdf5.Hdf5Dataset;
import io.cuvette.data.hdf5.Hdf5File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class SimulateMainTest {

    @TempDir private Path folder;

    private final StringWriter printed = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int simulate(String arguments, String file) {
        return new CommandLine(new SimulateMain())
                .setOut(new PrintWriter(printed))
                .setErr(new PrintWriter(errors))
                .execute(
                        Stream.concat(
                                        Stream.of(arguments.split(" ")),
                                        Stream.of("-o", folder.resolve(file).toString()))
                                .filter(argument -> !argument.isEmpty())
                                .toArray(String[]::new));
    }

    private AnnData read(String file) throws IOException {
        return H5adReader.read(folder.resolve(file), ReadLimits.DEFAULT);
    }

    @Test
    void writesWhatTheOptionsSayAndLeavesNothingElse() throws IOException {
        int exit = simulate("--cells 200 --genes 80 --batches 3 --types 2 --seed 5", "cells.h5ad");

        assertThat(errors.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(printed.toString()).contains("200 cells x 80 genes, 3 batches, 2 cell types");
        AnnData data = read("cells.h5ad");
        assertThat(data.cells()).isEqualTo(200);
        assertThat(data.genes()).isEqualTo(80);
        assertThat(data.obs().columns()).containsOnlyKeys("batch", "label");
        assertThat(data.layers()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("cells.h5ad"));
        }
    }

    @Test
    void theSeedDecidesTheCounts() throws IOException {
        String settings = "--cells 100 --genes 50 --batches 2 --types 2 --seed ";
        assertThat(simulate(settings + 7, "a.h5ad")).isZero();
        assertThat(simulate(settings + 7, "b.h5ad")).isZero();
        assertThat(simulate(settings + 8, "c.h5ad")).isZero();
        float[] first = ((CsrMatrix) read("a.h5ad").x()).values();
        assertThat(((CsrMatrix) read("b.h5ad").x()).values()).isEqualTo(first);
        assertThat(((CsrMatrix) read("c.h5ad").x()).values()).isNotEqualTo(first);
    }

    @Test
    void theTruthInTheFileGivesTheRateOfACellInAnyBatch() throws IOException {
        assertThat(
                        simulate(
                                "--cells 150 --genes 40 --batches 30 --types 3 --hierarchical"
                                        + " --missing 0.2 --truth",
                                "truth.h5ad"))
                .isZero();
        AnnData data = read("truth.h5ad");
        assertThat(data.obs().columns())
                .containsOnlyKeys(
                        "batch", "label", "donor", "region", "protocol", "diagnosis", "library");
        DenseMatrix truth = (DenseMatrix) data.layers().get("truth");
        GroundTruth simulated =
                SplatterLike.generate(
                                new SplatterLike.Settings(
                                        150, 40, 30, 3, Hierarchical.HEART, 0.2, true),
                                1)
                        .truth();
        assertThat(truth.values()).isEqualTo(simulated.ratesWithoutBatch().values());
        double library = ((Column.Reals) data.obs().column("library").orElseThrow()).values()[9];
        int type = ((Column.Categorical) data.obs().column("label").orElseThrow()).codes()[9];
        double[] expected = simulated.rate(9, 21);
        double[] factors = genesBy("varm/batch_factor", 30);
        double[] expression = genesBy("varm/type_expression", 3);
        double[] rate = new double[40];
        double sum = 0;
        for (int gene = 0; gene < 40; gene++) {
            rate[gene] = factors[gene * 30 + 21] * expression[gene * 3 + type];
            sum += rate[gene];
        }
        for (int gene = 0; gene < 40; gene++) {
            assertThat(library * rate[gene] / sum)
                    .isCloseTo(expected[gene], within(1e-5 * expected[gene]));
        }
    }

    private double[] genesBy(String path, int columns) throws IOException {
        try (Hdf5File file = Hdf5File.open(folder.resolve("truth.h5ad"), ReadLimits.DEFAULT)) {
            String[] names = path.split("/");
            Hdf5Dataset values = file.root().group(names[0]).orElseThrow().dataset(names[1]);
            assertThat(values.dimensions()).containsExactly(40, columns);
            double[] all = new double[40 * columns];
            values.doubles(0, 40, all, 0);
            return all;
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--cells 0 | --cells must be 1 to 5,000,000, not 0",
                "--cells many | Invalid value for option '--cells'",
                "--genes 200001 | --genes must be 1 to 200,000",
                "--batches 1001 | --batches must be 1 to 1,000",
                "--types 0 | --types must be 1 to 1,000",
                "--cells 5000000 --genes 2000 | an .h5ad file of counts takes at most",
                "--cells 10 --genes 200000 --batches 1000 | may be at most 50,000,000",
                "--sigma -1 | --sigma must be 0 to 10, not -1.0",
                "--sigma NaN | --sigma must be 0 to 10, not NaN",
                "--missing 1 | --missing must be at least 0 and below 1",
                "--hierarchical --sigma 0.2 | --sigma and --hierarchical exclude each other",
                "--hierarchical --batches 253 | at most 252 batches, not 253",
                "--cels 10 | Unknown option",
                "extra | Unmatched argument"
            })
    void refusesWhatItCannotDoAndWritesNothing(String arguments, String reason) throws IOException {
        assertThat(simulate(arguments, "never.h5ad")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains(reason);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cells.csv | must name a file that ends with .h5ad",
                "none/cells.h5ad | there is no folder"
            })
    void refusesAFileThatItCannotWrite(String file, String reason) {
        assertThat(simulate("--cells 10 --genes 10", file)).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains(reason);
    }

    @Test
    void asksForTheFile() {
        int exit =
                new CommandLine(new SimulateMain())
                        .setErr(new PrintWriter(errors))
                        .execute("--cells", "10");
        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString()).contains("Missing required option: '--out=FILE.h5ad'");
    }

    @Test
    void explainsItself() {
        int exit =
                new CommandLine(new SimulateMain())
                        .setOut(new PrintWriter(printed))
                        .execute("--help");
        assertThat(exit).isZero();
        assertThat(printed.toString())
                .contains("Usage: simulate")
                .contains("--hierarchical")
                .contains("syn147");
    }
}
