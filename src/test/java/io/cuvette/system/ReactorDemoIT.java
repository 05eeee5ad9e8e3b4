package io.cuvette.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.demo.reactor.ReactorDemoMain;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What {@code ./cuvette demo reactor} runs, against the suite of these tests. */
class ReactorDemoIT {

    @TempDir Path folder;

    @Test
    void comparesEveryMethodOnBothReactorsAndDrawsThem() throws Exception {
        Path out = folder.resolve("results");

        assertThat(demo("--out", out.toString())).isZero();

        List<String> lines = Files.readAllLines(out.resolve("errors.txt"));
        for (String method :
                List.of(
                        "persistence",
                        "nominal balances",
                        "ridge",
                        "network from scratch",
                        "pretrained network with physics",
                        "default")) {
            assertThat(lines.stream().filter(line -> line.startsWith(method)))
                    .as(method)
                    .hasSize(2)
                    .noneMatch(line -> line.contains(" - "));
        }
        // five noisy runs of reactors whose heat loss the balances do not know
        List<Double> persistence = errors(lines, "persistence");
        List<Double> scratch = errors(lines, "network from scratch");
        List<Double> standard = errors(lines, "default");
        for (int reactor = 0; reactor < 2; reactor++) {
            assertThat(standard.get(reactor)).isLessThan(0.2 * persistence.get(reactor));
            assertThat(standard.get(reactor)).isLessThan(scratch.get(reactor));
        }
        for (String type : List.of("cstr", "plug_flow")) {
            for (String way : List.of("scratch", "pretrained", "physics", "default")) {
                BufferedImage picture =
                        ImageIO.read(
                                out.resolve("trajectories-%s-%s.png".formatted(type, way))
                                        .toFile());
                assertThat(picture.getWidth()).isGreaterThan(300);
            }
            assertThat(Files.readAllLines(out.resolve("runs-%s.csv".formatted(type))))
                    .hasSize(1 + 5 * 11);
        }
    }

    @Test
    void moreRunsThanAnAdaptationTakesAreRefused() throws Exception {
        assertThat(demo("--runs", "51")).isEqualTo(2);
    }

    private static List<Double> errors(List<String> lines, String method) {
        return lines.stream()
                .filter(line -> line.startsWith(method))
                .map(line -> Double.valueOf(line.substring(39).strip().split(" +")[0]))
                .toList();
    }

    private static int demo(String... arguments) throws Exception {
        Suite suite = Suite.started();
        String[] all = new String[arguments.length + 4];
        all[0] = "--address";
        all[1] = suite.gateway().toString();
        all[2] = "--key-file";
        all[3] = suite.home().resolve("admin-key").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return new CommandLine(new ReactorDemoMain()).execute(all);
    }
}
