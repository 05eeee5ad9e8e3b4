package io.cuvette.reactormodel.adaptation;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDArray;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.UnsuitableRunException;
import io.cuvette.reactormodel.estimation.Estimate;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.ParameterEstimator;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.training.core.tensor.Functions;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Adapts the paper's network to a declared reactor: all its weights by some hundred steps on the
 * runs, with balances as a penalty on further, imagined runs.
 *
 * <pre>loss = MSE(runs) + weight * step-consistent residual (imagined runs)</pre>
 *
 * <p>Parameters that are declared unknown are estimated from the runs first, and the penalty is of
 * those balances. Its weight is the one that predicts held-out runs best, 0 among the candidates:
 * balances that are wrong lose their say.
 *
 * @param tuning steps and rate of an adaptation
 * @param weights candidates for the weight of physics, each at least 0; one alone is not chosen
 */
public record WindowAdapter(FineTuning tuning, List<Double> weights) {

    /** The reference's budget, physics from none to ten times the data. */
    public static final WindowAdapter STANDARD =
            new WindowAdapter(FineTuning.REFERENCE, List.of(0.0, 0.1, 1.0, 10.0));

    private static final int IMAGINED = 50;
    private static final int SAMPLED_STEPS = 60;
    private static final int MOST_FOLDS = 3;

    /** Fewer runs cannot tell weights apart; with them physics has the weight of the data. */
    private static final int LEAST_RUNS_TO_CHOOSE = 3;

    private static final double WITHOUT_CHOICE = 1;

    public WindowAdapter {
        weights = List.copyOf(weights);
        if (weights.isEmpty() || weights.stream().anyMatch(w -> !(w >= 0 && w <= 1e6))) {
            throw new IllegalArgumentException(
                    "weights of physics are %s; each is 0 to 1e6".formatted(weights));
        }
    }

    /** One adaptation among several side by side. */
    private record Task(Reactor assumed, boolean[] learned, double weight) {}

    /**
     * Adapts.
     *
     * @param start weights of one or several members
     * @param runs at least one, each with inputs that hold and, in a tube, the paper's start
     * @param seed of the imagined runs
     * @throws UnsuitableRunException when a run is none that such a network can be told of
     */
    public WindowModel adapt(
            NetworkWeights start, DeclaredReactor declared, List<ObservedRun> runs, long seed) {
        WindowEncoding encoding = WindowEncoding.of(declared);
        encoding.requireFits(runs);
        Reactor assumed = assumed(declared, runs);
        double weight = choose(start, declared, runs, encoding, seed);
        int members = start.architecture().models();
        boolean[] all = new boolean[runs.size()];
        Arrays.fill(all, true);
        List<Task> tasks = Collections.nCopies(members, new Task(assumed, all, weight));
        NetworkWeights adapted = train(start, tasks, runs, encoding, seed);
        return new WindowModel(declared, encoding, adapted, weight);
    }

    private static Reactor assumed(DeclaredReactor declared, List<ObservedRun> runs) {
        boolean anything = runs.stream().anyMatch(run -> run.measured() > 0);
        if (declared.unknown().isEmpty() || !anything) {
            return declared.nominal();
        }
        Estimate estimate =
                ParameterEstimator.STANDARD.estimate(declared.nominal(), declared.unknown(), runs);
        return estimate.reactor();
    }

    /** The weight with the least error on runs that were left out of the adaptation. */
    private double choose(
            NetworkWeights start,
            DeclaredReactor declared,
            List<ObservedRun> runs,
            WindowEncoding encoding,
            long seed) {
        if (weights.size() == 1) {
            return weights.get(0);
        }
        if (runs.size() < LEAST_RUNS_TO_CHOOSE) {
            return WITHOUT_CHOICE;
        }
        int folds = Math.min(MOST_FOLDS, runs.size());
        List<Task> tasks = new ArrayList<>();
        for (int f = 0; f < folds; f++) {
            int fold = f;
            boolean[] learned = new boolean[runs.size()];
            for (int i = 0; i < learned.length; i++) {
                learned[i] = i % folds != f;
            }
            List<ObservedRun> kept =
                    IntStream.range(0, runs.size())
                            .filter(i -> i % folds != fold)
                            .mapToObj(runs::get)
                            .toList();
            Reactor assumed = assumed(declared, kept);
            for (double weight : weights) {
                tasks.add(new Task(assumed, learned, weight));
            }
        }
        NetworkWeights one = start.architecture().models() == 1 ? start : start.model(0);
        NetworkWeights adapted = train(one, tasks, runs, encoding, seed);
        double[] errors = new double[weights.size()];
        for (int t = 0; t < tasks.size(); t++) {
            WindowModel model =
                    new WindowModel(declared, encoding, adapted.model(t), tasks.get(t).weight());
            for (int i = 0; i < runs.size(); i++) {
                if (!tasks.get(t).learned()[i]) {
                    errors[t % weights.size()] += model.error(runs.get(i));
                }
            }
        }
        int best = 0;
        for (int w = 1; w < errors.length; w++) {
            best = errors[w] < errors[best] ? w : best;
        }
        return weights.get(best);
    }

    /** Adapted weights, a model for each of the tasks. */
    private NetworkWeights train(
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
            StepResidual residual =
                    new StepResidual(
                            tensors,
                            tasks.stream().map(Task::assumed).toList(),
                            Collections.nCopies(models, imagined).toArray(double[][][]::new),
                            Collections.nCopies(models, encoding.scaling().outputs()),
                            encoding.timesH(),
                            SAMPLED_STEPS,
                            tasks.stream().mapToDouble(Task::weight).toArray(),
                            seed);
            tuning.run(
                    parameters,
                    (tape, epoch) -> {
                        PtNDArray y = stack.forward(tape, x, WindowEncoding.STEPS);
                        NDList parts = y.split(new long[] {features.length}, 2);
                        PtNDArray byRun = ((PtNDArray) parts.get(0)).transpose(0, 2, 1, 3);
                        PtNDArray off = Functions.matmul(line, byRun).sub(wanted);
                        PtNDArray data = off.square().mul(counted).sum();
                        return physics
                                ? data.add(residual.loss((PtNDArray) parts.get(1), epoch))
                                : data;
                    });
            return NetworkWeights.of(parameters, "rnn", all.architecture());
        }
    }
}
