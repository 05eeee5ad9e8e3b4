package io.cuvette.reactormodel.adaptation;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.util.Collections;
import java.util.List;

/**
 * Trains window networks side by side, each on some of the same runs and with balances of its own
 * as a penalty on imagined ones.
 */
record WindowTraining(FineTuning tuning, PhysicsForm form) {

    /** Runs somewhere in the region, on which the balances are looked at. */
    static final int IMAGINED = 50;

    private static final int SAMPLED_STEPS = 60;

    /** The reference's, beside physics of weight 1. */
    private static final double PAPER_WEIGHT_OF_DATA = 1e3;

    /**
     * One network.
     *
     * @param assumed reactor whose balances are the penalty
     * @param learned whether a run is learned from
     * @param weight of the penalty
     */
    record Task(Reactor assumed, boolean[] learned, double weight) {}

    /** Adapted weights, a model for each of the tasks. */
    NetworkWeights run(
            NetworkWeights start,
            List<Task> tasks,
            List<ObservedRun> runs,
            WindowEncoding encoding,
            long seed) {
        int members = start.architecture().models();
        int models = tasks.size();
        NetworkWeights[] starts = new NetworkWeights[models];
        for (int i = 0; i < models; i++) {
            starts[i] = members == 1 ? start : start.model(i % members);
        }
        double[][] imagined = encoding.imagine(IMAGINED, seed);
        double[][] features = encoding.features(runs);
        WindowTargets targets = WindowTargets.of(encoding, runs);
        boolean physics = tasks.stream().anyMatch(task -> task.weight() > 0);
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 0)) {
            NetworkWeights all = NetworkWeights.sideBySide(starts);
            RecurrentStack stack = all.create(parameters, "rnn", 1);
            PtNDArray x = encoding.tensor(tensors, features, imagined, models);
            PtNDArray line = targets.line(tensors);
            PtNDArray wanted = targets.values(tensors, models);
            PtNDArray counted =
                    targets.weights(tensors, tasks.stream().map(Task::learned).toList());
            Penalty penalty =
                    physics ? penalty(tensors, tasks, imagined, encoding, seed) : (y, epoch) -> y;
            tuning.run(
                    parameters,
                    (tape, epoch) -> {
                        PtNDArray y = stack.forward(tape, x, WindowEncoding.STEPS);
                        NDList parts = y.split(new long[] {features.length}, 2);
                        PtNDArray byRun = ((PtNDArray) parts.get(0)).transpose(0, 2, 1, 3);
                        PtNDArray off = Functions.matmul(line, byRun).sub(wanted);
                        PtNDArray data = off.square().mul(counted).sum();
                        return physics
                                ? data.add(penalty.of((PtNDArray) parts.get(1), epoch))
                                : data;
                    });
            return NetworkWeights.of(parameters, "rnn", all.architecture());
        }
    }

    /** Of scaled outputs of the imagined runs, summed over tasks. */
    private interface Penalty {
        PtNDArray of(PtNDArray yETB2, int epoch);
    }

    private Penalty penalty(
            Tensors tensors,
            List<Task> tasks,
            double[][] imagined,
            WindowEncoding encoding,
            long seed) {
        int models = tasks.size();
        List<Reactor> assumed = tasks.stream().map(Task::assumed).toList();
        double[][][] features = Collections.nCopies(models, imagined).toArray(double[][][]::new);
        List<StandardScaler> outputs = Collections.nCopies(models, encoding.scaling().outputs());
        double[] timesH = encoding.timesH();
        return switch (form) {
            case STEP -> {
                double[] byTask = tasks.stream().mapToDouble(Task::weight).toArray();
                yield new StepResidual(
                                tensors,
                                assumed,
                                features,
                                outputs,
                                timesH,
                                SAMPLED_STEPS,
                                byTask,
                                seed)
                        ::loss;
            }
            case PAPER -> {
                double[] byTask =
                        tasks.stream()
                                .mapToDouble(task -> task.weight() / PAPER_WEIGHT_OF_DATA)
                                .toArray();
                PaperResidual residual =
                        new PaperResidual(
                                tensors,
                                assumed.stream().map(NodeChain::new).toList(),
                                features,
                                outputs,
                                timesH.length,
                                timesH[1] - timesH[0],
                                false,
                                byTask);
                yield (y, epoch) -> residual.loss(y);
            }
        };
    }
}
