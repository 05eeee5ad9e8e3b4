package io.cuvette.reactormodel.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RoundTripTest {

    private static byte[] csv(ReactorType type, List<NamedRun> runs) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunsWriter.writeCsv(type, runs, out);
        return out.toByteArray();
    }

    @Property(tries = 300)
    void whatIsWrittenIsReadBackToTheBit(@ForAll("experiments") Experiments experiments)
            throws IOException {
        RunSettings settings =
                new RunSettings(
                        experiments.reactor(),
                        experiments.where(),
                        java.util.Map.of(),
                        RunLimits.STANDARD);

        byte[] written = csv(experiments.reactor().type(), experiments.runs());
        ReactorRuns found = RunFiles.read(written, settings);

        assertThat(found.findings()).isEmpty();
        assertThat(found.runs())
                .extracting(NamedRun::name)
                .containsExactlyElementsOf(
                        experiments.runs().stream().map(NamedRun::name).toList());
        for (int i = 0; i < found.runs().size(); i++) {
            RunFiles.assertSame(
                    found.runs().get(i).observed(), experiments.runs().get(i).observed());
        }
        assertThat(csv(experiments.reactor().type(), found.runs())).isEqualTo(written);
    }

    record Experiments(Reactor reactor, MeasuredNode where, List<NamedRun> runs) {}

    @Provide
    Arbitrary<Experiments> experiments() {
        Arbitrary<Reactor> reactors =
                Arbitraries.of(Cstr.NOMINAL, BatchReactor.NOMINAL, PlugFlowReactor.NOMINAL);
        Arbitrary<List<String>> names =
                Arbitraries.strings()
                        .withCharRange(' ', '~')
                        .withChars('\u00e4', '\u6e29', '"', ',', ';', '=', '\'')
                        .ofMinLength(1)
                        .ofMaxLength(12)
                        .filter(NamedRun::isName)
                        .list()
                        .ofMinSize(1)
                        .ofMaxSize(4)
                        .uniqueElements();
        return Combinators.combine(
                        reactors, Arbitraries.of(MeasuredNode.class), names, Arbitraries.longs())
                .as(RoundTripTest::experiments);
    }

    private static Experiments experiments(
            Reactor reactor, MeasuredNode where, List<String> names, long seed) {
        Random random = new Random(seed);
        List<NamedRun> runs = new ArrayList<>();
        for (String name : names) {
            runs.add(new NamedRun(name, run(reactor, where, random)));
        }
        return new Experiments(reactor, where, runs);
    }

    /**
     * Random bits of doubles within what reactors allow, gaps and changes of inputs at any time.
     */
    private static ObservedRun run(Reactor reactor, MeasuredNode where, Random random) {
        double[] times = increasing(random, 0);
        double[] changes = increasing(random, 1);
        if (changes.length > 1 && random.nextBoolean()) {
            // some inputs change when something is measured
            changes = new double[] {0, times[random.nextInt(times.length)]};
        }
        double[][] values = new double[changes.length][reactor.type().inputs().size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values[i].length; j++) {
                boolean tube = reactor instanceof PlugFlowReactor;
                // the nominal feed holds 4 kmol/m3, and no more can be taken from it
                values[i][j] =
                        tube
                                ? 200 + 300 * random.nextDouble()
                                : Math.max(-4, random.nextGaussian());
            }
        }
        double[] c = new double[times.length];
        double[] t = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            int gap = random.nextInt(4);
            c[i] =
                    gap == 0
                            ? Double.NaN
                            : random.nextDouble() * Math.pow(10, random.nextInt(9) - 6);
            t[i] = gap == 1 ? Double.NaN : 150 + 700 * random.nextDouble();
        }
        InitialState start = InitialState.of(6 * random.nextDouble(), 300 + random.nextDouble());
        return new ObservedRun(
                new Run(start, new InputProfile(changes, values)), where, times, c, t);
    }

    private static double[] increasing(Random random, int zeros) {
        double[] times = new double[1 + random.nextInt(6)];
        double now = 0;
        for (int i = zeros; i < times.length; i++) {
            now += 1e-6 + random.nextDouble() * Math.pow(10, random.nextInt(6) - 4);
            times[i] = now;
        }
        return zeros == 0 ? times : Arrays.copyOf(times, times.length);
    }

    @Test
    void theTableIsAsThisOne() throws IOException {
        ObservedRun observed =
                new ObservedRun(
                        new Run(
                                InitialState.of(2, 400),
                                new InputProfile(
                                        new double[] {0, 0.25, 3},
                                        new double[][] {{0.5, 1e5}, {0.5, 0}, {0, 0}})),
                        MeasuredNode.OUTLET,
                        new double[] {0.125, 0.25, 1},
                        new double[] {1.5, Double.NaN, 1},
                        new double[] {401, 402.5, Double.NaN});

        String table =
                new String(
                        csv(ReactorType.CSTR, List.of(new NamedRun("a, \"b\"", observed))),
                        StandardCharsets.UTF_8);

        assertThat(table)
                .isEqualTo(
                        """
                        run,timeH,concentrationKmolPerM3,temperatureK,feedConcentrationDeviationKmolPerM3,heatDeviationKJPerH
                        "a, ""b""\",0.0,2.0,400.0,0.5,100000.0
                        "a, ""b""\",0.125,1.5,401.0,0.5,100000.0
                        "a, ""b""\",0.25,,402.5,0.5,0.0
                        "a, ""b""\",1.0,1.0,,0.5,0.0
                        "a, ""b""\",3.0,,,0.0,0.0
                        """);
    }

    @Test
    void runsThatATableCannotHoldAreRefused() {
        double[] one = {1};
        Run profile =
                new Run(
                        new InitialState(new double[9], new double[9]),
                        InputProfile.constant(0, 1, 300));
        NamedRun named =
                new NamedRun("a", new ObservedRun(profile, MeasuredNode.OUTLET, one, one, one));

        assertThatThrownBy(() -> csv(ReactorType.PLUG_FLOW, List.of(named)))
                .hasMessage("the run a has 9 nodes and 3 inputs; 1 and 3 can be written");
        assertThatThrownBy(() -> csv(ReactorType.BATCH, List.of(named)))
                .hasMessageContaining("1 and 1 can be written");
        assertThatThrownBy(() -> new NamedRun("NaN", named.observed()))
                .hasMessageContaining("a run's name has 1 to 200 characters");
    }
}
