package io.cuvette.reactormodel.app.testing;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.runs.NamedRun;
import io.cuvette.reactormodel.runs.RunsWriter;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The paper's tube, measured without noise. */
public final class MeasuredTube {
    private static final double[] TIMES = {0.02, 0.04, 0.06, 0.08, 0.1};

    private MeasuredTube() {}

    /** As its people declare it: first or outlet. */
    public static String declaration(String measuredNode) {
        return "{\"name\": \"tube\", \"type\": \"plug_flow\", \"basedOn\": \"nominal\","
                + " \"measuredNode\": \""
                + measuredNode
                + "\"}";
    }

    /** Runs that start empty, or with something in the tube. */
    public static byte[] csv(int runs, MeasuredNode measured, boolean empty) {
        PlugFlowReactor tube = PlugFlowReactor.NOMINAL;
        Random random = new Random(5);
        List<NamedRun> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            InputProfile inputs =
                    InputProfile.constant(
                            100 * random.nextDouble(),
                            1 + random.nextDouble(),
                            320 + 60 * random.nextDouble());
            InitialState start = empty ? InitialState.emptyTube(tube) : InitialState.of(1, 350);
            Run run = new Run(start, inputs);
            Trajectory truth = Simulator.STANDARD.simulate(tube, run, TIMES);
            all.add(
                    new NamedRun(
                            "run" + i,
                            new ObservedRun(
                                    run,
                                    measured,
                                    TIMES,
                                    truth.concentrations(measured),
                                    truth.temperaturesK(measured))));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            RunsWriter.writeCsv(ReactorType.PLUG_FLOW, all, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return out.toByteArray();
    }
}
