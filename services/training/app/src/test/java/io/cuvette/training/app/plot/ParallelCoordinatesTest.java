package io.cuvette.training.app.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.plot.Axis;
import io.cuvette.plot.Palette;
import io.cuvette.plot.Picture;
import io.cuvette.plot.Pictures;
import io.cuvette.training.app.plot.ParallelCoordinates.Line;
import io.cuvette.training.app.plot.ParallelCoordinates.Upright;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParallelCoordinatesTest {
    private static final List<Upright> AXES =
            List.of(
                    new Upright("training.learningRate", new Axis(1e-4, 1e-1, true)),
                    new Upright("dropout", new Axis(0, 0.5, false)),
                    new Upright("batchSize", new Axis(16, 128, false)),
                    new Upright("validation.mse", new Axis(0.1, 1.2, false)));

    private static ParallelCoordinates figure(List<Line> lines) {
        return new ParallelCoordinates("Sweep of mixology", "24 trials", AXES, lines, true);
    }

    private static List<Line> trials(int count) {
        SplittableRandom random = new SplittableRandom(3);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double unit = random.nextDouble();
            double dropout = 0.5 * random.nextDouble();
            double rate = 1e-4 * Math.pow(1000, unit);
            double loss = 0.15 + 2 * Math.pow(unit - 0.6, 2) + 0.5 * dropout;
            lines.add(
                    new Line(
                            List.of(rate, dropout, 16.0 * (1 << random.nextInt(4))),
                            i % 9 == 8 ? OptionalDouble.empty() : OptionalDouble.of(loss)));
        }
        return lines;
    }

    @Test
    void drawsEveryAxisAndSaysWhatItShows() throws Exception {
        Picture picture = figure(trials(24)).picture();
        Files.write(
                Files.createDirectories(Path.of("target")).resolve("parallel.png"), picture.png());

        String svg = new String(picture.svg(), StandardCharsets.UTF_8);
        assertThat(svg)
                .contains("<title>Sweep of mixology</title>")
                .contains(">learningRate<")
                .contains(">dropout<")
                .contains(">batchSize<")
                .contains(">no result<");
    }

    @Test
    void theBestIsDrawnDarkAndOnTopOfAWorseOneAtTheSamePlace() {
        Line good = new Line(List.of(1e-2, 0.25, 64.0), OptionalDouble.of(0.1));
        Line bad = new Line(List.of(1e-2, 0.25, 64.0), OptionalDouble.of(1.2));

        assertThat(middle(List.of(good, bad))).isEqualTo(0x440154);
        assertThat(middle(List.of(bad, good))).isEqualTo(0x440154);
        assertThat(middle(List.of(bad))).isEqualTo(0xE3D52A);
    }

    @Test
    void aTrialWithoutResultIsGrey() {
        Line none = new Line(List.of(1e-2, 0.25, 64.0), OptionalDouble.empty());

        assertThat(middle(List.of(none))).isEqualTo(Palette.MISSING.getRGB() & 0xFFFFFF);
    }

    /** Colour half way between the first two axes, where all lines of these tests pass. */
    private static int middle(List<Line> lines) {
        BufferedImage image = Pictures.render(figure(lines).picture());
        double first = 1 - AXES.get(0).axis().share(1e-2);
        double y = 104 + 300 * (first + 0.5) / 2;
        return image.getRGB(2 * (80 + 75), (int) (2 * y)) & 0xFFFFFF;
    }

    @Test
    void withoutTrialsThereAreAxesAlone() {
        assertThat(figure(List.of()).picture().png()).isNotEmpty();
    }

    @Test
    void aLineNeedsAValueForEachSetting() {
        Line shorter = new Line(List.of(1e-2), OptionalDouble.empty());

        assertThatThrownBy(() -> figure(List.of(shorter)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 values for 3 axes");
    }
}
