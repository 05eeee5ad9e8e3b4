package io.cuvette.reactormodel.correction;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.List;
import java.util.Optional;

/** What tests of adapted models begin with. */
final class Adapting {
    static final Adapter WITHOUT_NETWORK = new Adapter(Optional.empty());

    static List<ObservedRun> observe(Reactor truth, int count, long seed) {
        return CorrectionTasks.observe(
                truth, CorrectionTasks.declared(truth), count, new RandomStream(seed));
    }

    /** Adapted to so many of its runs, as {@link CorrectionTasks#declared} declares it. */
    static AdaptedReactor adapted(Reactor truth, int runs, long seed) {
        return WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), observe(truth, runs, seed));
    }

    /** Declared as another reactor of which nothing is unknown. */
    static DeclaredReactor known(Reactor truth, Reactor believed) {
        return new DeclaredReactor(
                believed, List.of(), MeasuredNode.FIRST, OperatingRegion.of(truth));
    }

    /** Mean squared error in units of the outputs' variance. */
    static double error(AdaptedReactor model, List<ObservedRun> runs) {
        List<double[][]> found =
                model.predict(
                        runs.stream().map(ObservedRun::run).toList(),
                        runs.stream().map(ObservedRun::timesH).toList());
        double[] scale = model.outputDeviations();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < runs.size(); i++) {
            for (int t = 0; t < runs.get(i).times(); t++) {
                double c = found.get(i)[0][t] - runs.get(i).concentrationsKmolPerM3()[t];
                double k = found.get(i)[1][t] - runs.get(i).temperaturesK()[t];
                sum += c * c / scale[0] / scale[0] + k * k / scale[1] / scale[1];
                count += 2;
            }
        }
        return sum / count;
    }

    private Adapting() {}
}
