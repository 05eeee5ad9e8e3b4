package io.cuvette.demo.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PilotRunTest {

    private static PilotRun run(double startC, double startT) {
        ObjectNode inputs = new ObjectMapper().createObjectNode().put("heatDeviationKJPerH", 5.5);
        return new PilotRun(
                "a",
                inputs,
                startC,
                startT,
                new double[] {.1, .2},
                new double[] {2, 4},
                new double[] {390, 410});
    }

    @Test
    void aTableBeginsWithWhatIsSetAndHasARowForEachTime() {
        assertThat(PilotRun.csv(List.of(run(1, 400))))
                .isEqualTo(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,heatDeviationKJPerH
                        a,0,1.0,400.0,5.5
                        a,0.1,2.0,390.0,5.5
                        a,0.2,4.0,410.0,5.5
                        """);
    }

    @Test
    void theStartOfATubeIsLeftOut() {
        assertThat(PilotRun.csv(List.of(run(Double.NaN, Double.NaN)))).contains("\na,0,,,5.5\n");
    }

    @Test
    void noiseHasTheDeviationsAskedFor() {
        PilotRun exact = run(1, 400);
        Random random = new Random(3);
        double c = 0;
        double t = 0;
        int count = 20_000;
        for (int i = 0; i < count; i++) {
            PilotRun noisy = exact.noisy(.5, 2, random);
            c += Math.pow(noisy.concentrationsKmolPerM3()[0] - 2, 2) / count;
            t += Math.pow(noisy.temperaturesK()[1] - 410, 2) / count;
        }
        assertThat(Math.sqrt(c)).isCloseTo(.5, within(.01));
        assertThat(Math.sqrt(t)).isCloseTo(2, within(.04));
        assertThat(PilotRun.deviations(List.of(exact))).containsExactly(1, 10);
    }
}
