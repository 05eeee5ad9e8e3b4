package io.cuvette.reactormodel.app.testing;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ExtraPhysics;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.reactormodel.runs.RunsWriter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * The paper's tank with a rate constant 15 % above what is declared, and a loss of heat that is not
 * declared at all.
 */
public final class MeasuredTank {
    public static final double FACTOR = 8.46e6 * 1.15;

    private static final Reactor TRUE =
            Cstr.NOMINAL
                    .with(ReactorParameter.PRE_EXPONENTIAL_FACTOR, FACTOR)
                    .withExtra(ExtraPhysics.heatLoss(300, 298.15));

    /** As its people declare it. */
    public static final String DECLARATION =
            """
            {"name": "tank", "type": "cstr", "basedOn": "nominal",
             "unknown": [{"parameter": "preExponentialFactor", "expected": 8.46e6,
                          "relativeDeviation": 0.3}]}
            """;

    private MeasuredTank() {}

    /** Ten times of the window. */
    public static double[] times() {
        double[] times = new double[10];
        for (int i = 0; i < times.length; i++) {
            times[i] = 0.0005 * (i + 1);
        }
        return times;
    }

    /** What the tank really does. */
    public static Trajectory truth(double concentration, double temperature, double... inputs) {
        return new Simulator(Simulator.Method.AUTO, Tolerances.of(1e-10))
                .simulate(
                        TRUE,
                        new Run(
                                InitialState.of(concentration, temperature),
                                InputProfile.constant(inputs)),
                        times());
    }

    /** Measured runs as CSV, with a noise of 0.1 K and 0.002 kmol/m3. */
    public static byte[] csv(int runs, long seed) {
        Random random = new Random(seed);
        List<NamedRun> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            double c = 1 + 2 * random.nextDouble();
            double t = 370 + 60 * random.nextDouble();
            double[] inputs = {-1 + 2 * random.nextDouble(), -1e5 + 2e5 * random.nextDouble()};
            Trajectory truth = truth(c, t, inputs);
            double[] concentrations = truth.concentrations(MeasuredNode.OUTLET);
            double[] temperatures = truth.temperaturesK(MeasuredNode.OUTLET);
            for (int k = 0; k < concentrations.length; k++) {
                concentrations[k] = Math.max(0, concentrations[k] + 0.002 * random.nextGaussian());
                temperatures[k] += 0.1 * random.nextGaussian();
            }
            all.add(
                    new NamedRun(
                            "run" + i,
                            new ObservedRun(
                                    new Run(InitialState.of(c, t), InputProfile.constant(inputs)),
                                    MeasuredNode.OUTLET,
                                    times(),
                                    concentrations,
                                    temperatures)));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            RunsWriter.writeCsv(ReactorType.CSTR, all, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return out.toByteArray();
    }

    /** The same; of each second run only the first half. */
    public static byte[] csvOfUnequalHorizons(int runs, long seed) {
        double last = times()[times().length / 2 - 1] * (1 + 1e-9);
        return new String(csv(runs, seed), StandardCharsets.UTF_8)
                .lines()
                .filter(
                        line -> {
                            String[] cells = line.split(",");
                            return !cells[0].matches("run[0-9]*[02468]")
                                    || Double.parseDouble(cells[1]) <= last;
                        })
                .collect(Collectors.joining("\n", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }
}
