package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.demo.DemoMain;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code ./cuvette demo} runs, against the suite of these tests. */
class DemoIT {

    @TempDir Path folder;

    @Test
    void writesScoresPicturesAndTheCorrectedCellsOfFewGenesToo() throws Exception {
        Path out = folder.resolve("results");

        int status = demo("--label", "label", "--genes", "80", "--name", "shown", "--out", out);

        assertThat(status).isZero();
        assertThat(Files.readString(out.resolve("scores.txt")))
                .contains("pca", "harmony", "fe", "re", "medl_plus", "fe+re", "Total");
        for (String picture :
                List.of(
                        "umap-before-after.png",
                        "umap-medl_plus-batch.png",
                        "pca-batch.png",
                        "scib-table.png",
                        "losses.png",
                        "counterfactual-strip.png")) {
            assertThat(colors(out.resolve(picture))).as(picture).isGreaterThan(10);
        }
        byte[] signature = Files.newInputStream(out.resolve("corrected.h5ad")).readNBytes(4);
        assertThat(signature).containsExactly(0x89, 'H', 'D', 'F');
    }

    @Test
    void aRefusedJobEndsWithAnErrorAndWithoutResults() throws Exception {
        Path out = folder.resolve("refused");

        int status = demo("--batch", "no_such_column", "--out", out);

        assertThat(status).isEqualTo(1);
        try (Stream<Path> written = Files.list(out)) {
            assertThat(written).isEmpty();
        }
    }

    private int demo(Object... arguments) throws Exception {
        Suite suite = Suite.started();
        Stream<Object> everyTime =
                Stream.of(
                        "--data",
                        SmallDataset.write(folder.resolve("cells.h5ad")),
                        "--address",
                        suite.gateway(),
                        "--key-file",
                        suite.home().resolve("admin-key"));
        return new CommandLine(new DemoMain())
                .execute(
                        Stream.concat(everyTime, Stream.of(arguments))
                                .map(Object::toString)
                                .toArray(String[]::new));
    }

    private static long colors(Path png) throws Exception {
        BufferedImage image = ImageIO.read(png.toFile());
        int width = image.getWidth();
        return Stream.iterate(0, pixel -> pixel < width * image.getHeight(), pixel -> pixel + 1)
                .map(pixel -> image.getRGB(pixel % width, pixel / width))
                .distinct()
                .count();
    }
}
