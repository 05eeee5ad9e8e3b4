package io.cuvette.reactormodel.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.plot.Picture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The pictures are left in target/figures to be looked at. */
class TrajectoryFigureTest {
    private static final int WHITE = 0xFFFFFF;

    /** A run that warms up by some kelvin while A is used up. */
    private static RunTrajectories run(
            String name, double warming, double halfWidth, boolean measured, String... notes) {
        double[] times = IntStream.rangeClosed(0, 100).mapToDouble(i -> i * 5e-5).toArray();
        double[] c = new double[times.length];
        double[] t = new double[times.length];
        double[] widthC = new double[times.length];
        double[] widthT = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            double passed = 1 - Math.exp(-times[i] / 0.002);
            c[i] = 2.4 - 0.02 * warming * passed;
            t[i] = 380 + warming * passed;
            widthC[i] = i == 0 ? 0 : 0.02 * halfWidth;
            widthT[i] = i == 0 ? 0 : halfWidth;
        }
        double[] nominal = Arrays.stream(t).map(v -> v + 0.15 * (v - 380)).toArray();
        Random random = new Random(name.hashCode());
        double[] at = IntStream.rangeClosed(1, 10).mapToDouble(i -> i * 5e-4).toArray();
        double[] seenC = new double[at.length];
        double[] seenT = new double[at.length];
        for (int i = 0; i < at.length; i++) {
            seenC[i] = i == 3 ? Double.NaN : c[10 * (i + 1)] + 0.005 * random.nextGaussian();
            seenT[i] = t[10 * (i + 1)] + 0.4 * random.nextGaussian();
        }
        return new RunTrajectories(
                name,
                List.of(notes),
                Optional.of(new Curve(times, c, t, widthC, widthT)),
                Optional.of(Curve.of(times, c, nominal)),
                measured ? MeasuredPoints.of(at, seenC) : MeasuredPoints.NONE,
                measured ? MeasuredPoints.of(at, seenT) : MeasuredPoints.NONE);
    }

    private static TrajectoryFigure figure(RunTrajectories... runs) {
        return new TrajectoryFigure(
                "Trajectories where the reactor is measured", 0.9, List.of(runs));
    }

    private static BufferedImage drawn(String name, TrajectoryFigure figure) throws IOException {
        Picture picture = figure.picture();
        byte[] file = picture.png();
        Path folder = Files.createDirectories(Path.of("target", "figures"));
        Files.write(folder.resolve(name + ".png"), file);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(file));
        assertThat(image.getWidth()).isEqualTo(2 * picture.width());
        assertThat(image.getHeight()).isEqualTo(2 * picture.height());
        for (int x = 0; x < image.getWidth(); x++) {
            assertThat(image.getRGB(x, 0) & WHITE).isEqualTo(WHITE);
            assertThat(image.getRGB(x, image.getHeight() - 1) & WHITE).isEqualTo(WHITE);
        }
        for (int y = 0; y < image.getHeight(); y++) {
            assertThat(image.getRGB(image.getWidth() - 1, y) & WHITE).isEqualTo(WHITE);
        }
        return image;
    }

    private static long pixels(BufferedImage image, java.awt.Color color) {
        long count = 0;
        for (int x = 0; x < image.getWidth(); x++) {
            for (int y = 0; y < image.getHeight(); y++) {
                count += (image.getRGB(x, y) & WHITE) == (color.getRGB() & WHITE) ? 1 : 0;
            }
        }
        return count;
    }

    private static String svg(TrajectoryFigure figure) {
        return new String(figure.picture().svg(), StandardCharsets.UTF_8);
    }

    @Test
    void showsPointsPredictionBandAndBalancesOfEachRun() throws IOException {
        TrajectoryFigure one = figure(run("startup 7", 20, 2, true));
        BufferedImage image = drawn("one", one);

        // legend and both panels
        assertThat(pixels(image, TrajectoryPanel.BAND)).isGreaterThan(4_000);
        assertThat(pixels(image, TrajectoryPanel.PREDICTED)).isGreaterThan(1_500);
        assertThat(pixels(image, TrajectoryPanel.NOMINAL)).isGreaterThan(700);
        assertThat(pixels(image, TrajectoryPanel.MEASURED)).isGreaterThan(19 * 90);
        assertThat(svg(one))
                .contains(
                        ">startup 7<",
                        ">predicted<",
                        ">band of 90 %<",
                        ">balances as declared<",
                        ">measured<",
                        ">time (h)<",
                        ">temperature (K)<",
                        ">conc. (kmol/m³)<");
    }

    @Test
    void putsNineRunsInThreeRows() throws IOException {
        List<RunTrajectories> runs = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            String name = i == 4 ? "a name that is far too long ".repeat(5) : "run " + i;
            runs.add(
                    i % 2 == 0
                            ? run(name, 3 * i - 10, 0.5 + i, true)
                            : run(
                                    name,
                                    3 * i - 10,
                                    0.5 + i,
                                    true,
                                    "the model has learned from it",
                                    "outside of the region: startTemperatureK, horizon"));
        }
        TrajectoryFigure nine = figure(runs.toArray(RunTrajectories[]::new));
        drawn("nine", nine);

        Picture three = figure(runs.subList(0, 3).toArray(RunTrajectories[]::new)).picture();
        assertThat(nine.picture().width()).isEqualTo(three.width());
        assertThat(nine.picture().height()).isGreaterThan(2 * three.height());
        assertThat(svg(nine)).contains("outside of the region: startTemperatureK, horizon");
    }

    @Test
    void leavesOutOfTheLegendWhatNobodyMeasured() throws IOException {
        TrajectoryFigure figure = figure(run("run 1", 20, 2, false), run("run 2", -5, 1, false));
        drawn("described", figure);

        assertThat(svg(figure)).doesNotContain(">measured<").contains(">predicted<");
    }

    @Test
    void aBandThatIsFarTooWideDoesNotFlattenTheLines() throws IOException {
        TrajectoryFigure figure = figure(run("wide", 20, 1e4, true));
        drawn("wide", figure);

        TrajectoryPanel panel = TrajectoryPanel.ofTemperature(figure.runs().get(0));
        assertThat(panel.values().high() - panel.values().low()).isBetween(40.0, 150.0);
    }

    @Test
    void drawsRunsThatStandStillAndRunsThatCannotBeFollowed() throws IOException {
        RunTrajectories still = run("still", 0, 1e-9, true);
        RunTrajectories lost =
                new RunTrajectories(
                        "lost",
                        List.of("not predicted: RUNAWAY"),
                        Optional.empty(),
                        Optional.empty(),
                        still.concentrations(),
                        MeasuredPoints.NONE);
        drawn("odd", figure(still, lost));

        // 1 K at least, so that ticks have different labels
        assertThat(ticks(TrajectoryPanel.ofTemperature(still))).doesNotHaveDuplicates();
        assertThat(ticks(TrajectoryPanel.ofConcentration(still))).doesNotHaveDuplicates();
    }

    private static List<String> ticks(TrajectoryPanel panel) {
        return panel.values().ticks(5).stream()
                .map(tick -> tick.label())
                .collect(Collectors.toList());
    }

    @Test
    void theSameFigureIsTheSameFile() {
        TrajectoryFigure figure = figure(run("again", 10, 1, true));

        assertThat(figure.picture().png()).isEqualTo(figure.picture().png());
    }

    @Test
    void refusesMoreThanCanBeRead() {
        RunTrajectories[] ten = new RunTrajectories[10];
        Arrays.fill(ten, run("r", 1, 1, true));

        assertThatThrownBy(() -> figure(ten))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10 runs");
        assertThatThrownBy(TrajectoryFigureTest::figure)
                .isInstanceOf(IllegalArgumentException.class);
    }
}
