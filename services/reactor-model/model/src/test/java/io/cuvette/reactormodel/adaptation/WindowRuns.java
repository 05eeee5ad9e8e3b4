package io.cuvette.reactormodel.adaptation;

import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Networks, reactors and runs that tests of window networks share. */
final class WindowRuns {

    /** Shares of the window, the network's own steps. */
    static final double[] GRID = {.1, .2, .3, .4, .5, .6, .7, .8, .9, 1};

    private WindowRuns() {}

    static NetworkWeights untrained(int models) {
        return NetworkWeights.untrained(
                new Architecture(models, 4, List.of(64, 64), 2, Activation.TANH), 3);
    }

    static DeclaredReactor exact(Reactor reactor) {
        return new DeclaredReactor(
                reactor, List.of(), MeasuredNode.FIRST, OperatingRegion.of(reactor));
    }

    /** Runs in the paper's windows, at times of one's choice. */
    static List<ObservedRun> observe(
            DeclaredReactor declared, Reactor truth, int count, long seed, double... shares) {
        WindowEncoding encoding = WindowEncoding.of(declared);
        double[] times = Arrays.stream(shares).map(s -> s * declared.region().windowH()).toArray();
        List<ObservedRun> runs = new ArrayList<>();
        for (double[] features : encoding.imagine(count, seed)) {
            Run run = Run.ofFeatures(truth, features);
            Trajectory t = Simulator.STANDARD.simulate(truth, run, times);
            runs.add(
                    new ObservedRun(
                            run,
                            declared.measured(),
                            times,
                            t.concentrations(declared.measured()),
                            t.temperaturesK(declared.measured())));
        }
        return runs;
    }
}
