package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.acceptance.FewShots.PhysicsTerm;
import io.cuvette.reactormodel.adaptation.PaperResidual;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.ReactorTasks;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.NodeChain;
import io.cuvette.reactormodel.task.PaperSampler;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture;
import io.cuvette.training.core.tensor.RecurrentStack.Architecture.Activation;
import io.cuvette.training.core.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Gate A: the reference's own protocol, with its sampler, its scaler that has seen all outputs, its
 * windows and its physics. Takes about a quarter of an hour; run by name:
 *
 * <pre>mvn -pl services/reactor-model/model -am test -Dtest=ParityAcceptance
 * -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ParityAcceptance {
    private static final int REACTORS = 10;
    private static final int[] SHOTS = {1, 5, 10, 20, 50};
    private static final int COLLOCATION = 100;
    private static final long SEED = 1;

    static final Architecture RELU = new Architecture(1, 4, List.of(64, 64), 2, Activation.RELU);
    static final Architecture TANH = new Architecture(1, 4, List.of(64, 64), 2, Activation.TANH);

    private static NetworkWeights start(MetaAlgorithm algorithm) throws Exception {
        return Trained.weights(
                "paper-" + algorithm,
                RELU,
                MetaSettings.reference(algorithm),
                new ReactorTasks(new PaperSampler(SEED), TaskScaling::oracle),
                SEED);
    }

    @Test
    void reachesWhatTheReferenceReaches() throws Exception {
        Map<String, double[][][]> all = new LinkedHashMap<>();
        for (ReactorType type : ReactorType.values()) {
            all.put(type.name(), table(type));
        }
        // arms: scratch tanh, scratch relu, joint, Reptile, PI scratch, PI Reptile
        double[][][] cstr = all.get("CSTR");
        double[][][] batch = all.get("BATCH");
        double[][][] tube = all.get("PLUG_FLOW");
        assertThat(means(cstr[3])).satisfies(below(.28, .11, .023, .011, .0045));
        assertThat(means(cstr[5])).satisfies(below(.0035, .0035, .0035, .0035, .0035));
        assertThat(means(batch[3]))
                .satisfies(below(Double.MAX_VALUE, Double.MAX_VALUE, .17, .07, .025));
        assertThat(means(tube[3])).satisfies(below(.33, .10, .030, .012, .006));
        assertThat(ratio(cstr[0], cstr[3], 2)).isGreaterThanOrEqualTo(2);
        assertThat(ratio(batch[0], batch[3], 2)).isGreaterThanOrEqualTo(2.5);
        assertThat(ratio(tube[0], tube[3], 2)).isGreaterThanOrEqualTo(8);
        assertThat(ratio(cstr[2], cstr[3], 1)).isGreaterThanOrEqualTo(2);
        assertThat(ratio(tube[2], tube[3], 1)).isGreaterThanOrEqualTo(2);
        assertThat(ratio(cstr[3], cstr[5], 0)).isGreaterThanOrEqualTo(50);
        assertThat(ratio(cstr[4], cstr[5], 0)).isGreaterThanOrEqualTo(1.5);
    }

    private static double[] means(double[][] byShots) {
        return Arrays.stream(byShots)
                .mapToDouble(r -> Arrays.stream(r).average().orElse(0))
                .toArray();
    }

    private static java.util.function.Consumer<double[]> below(double... bounds) {
        return found -> {
            for (int i = 0; i < bounds.length; i++) {
                assertThat(found[i]).as("%d shots", SHOTS[i]).isLessThanOrEqualTo(bounds[i]);
            }
        };
    }

    /** Geometric mean over reactors. */
    private static double ratio(double[][] a, double[][] b, int shots) {
        double sum = 0;
        for (int r = 0; r < a[shots].length; r++) {
            sum += Math.log(a[shots][r] / b[shots][r]);
        }
        return Math.exp(sum / a[shots].length);
    }

    /** Error by arm, number of shots and reactor. */
    private static double[][][] table(ReactorType type) throws Exception {
        PaperSampler sampler = new PaperSampler(SEED);
        List<Task> tasks = new ArrayList<>();
        List<TaskScaling> scalings = new ArrayList<>();
        List<Windows> windows = new ArrayList<>();
        List<int[]> order = new ArrayList<>();
        for (int r = 0; r < REACTORS; r++) {
            Task task = sampler.heldOutTask(type, r);
            TaskScaling scaling = TaskScaling.oracle(task);
            tasks.add(task);
            scalings.add(scaling);
            windows.add(scaling.windows(task));
            order.add(NumpyChoice.draw(task.samples(), COLLOCATION));
        }
        NetworkWeights reptile = start(MetaAlgorithm.REPTILE);
        NetworkWeights joint = start(MetaAlgorithm.JOINT);
        NetworkWeights[] starts = {
            FewShots.scratch(TANH, 3, false),
            FewShots.scratch(RELU, 3, false),
            joint,
            reptile,
            FewShots.scratch(TANH, 3, false),
            reptile
        };
        String[] names = {
            "scratch tanh", "scratch relu", "joint", "Reptile", "PI scratch", "PI Reptile"
        };
        double[][][] errors = new double[starts.length][SHOTS.length][];
        for (int arm = 0; arm < starts.length; arm++) {
            StringBuilder line = new StringBuilder("%-9s %-12s".formatted(type, names[arm]));
            for (int s = 0; s < SHOTS.length; s++) {
                errors[arm][s] =
                        errors(
                                type,
                                tasks,
                                scalings,
                                windows,
                                order,
                                starts[arm],
                                SHOTS[s],
                                arm >= 4);
                line.append(" %9.5f".formatted(Arrays.stream(errors[arm][s]).average().orElse(0)));
            }
            System.out.println(line);
            System.out.println("    10 shots: " + Arrays.toString(errors[arm][2]));
        }
        return errors;
    }

    private static double[] errors(
            ReactorType type,
            List<Task> tasks,
            List<TaskScaling> scalings,
            List<Windows> windows,
            List<int[]> order,
            NetworkWeights start,
            int shots,
            boolean physics) {
        List<Windows> runs = new ArrayList<>();
        for (int r = 0; r < REACTORS; r++) {
            runs.add(windows.get(r).select(Arrays.copyOf(order.get(r), shots)));
        }
        if (!physics) {
            return FewShots.errors(FewShots.adapt(start, runs, 500), windows);
        }
        try (Tensors tensors = Tensors.open()) {
            PhysicsTerm term = physics(tensors, tasks, scalings, windows, order);
            int epochs = type == ReactorType.CSTR ? 500 : 1000;
            return FewShots.errors(FewShots.adapt(start, runs, epochs, term), windows);
        }
    }

    /** The reference's: exact operation, nominal substance, shots among the collocation points. */
    private static PhysicsTerm physics(
            Tensors tensors,
            List<Task> tasks,
            List<TaskScaling> scalings,
            List<Windows> windows,
            List<int[]> order) {
        List<NodeChain> chains = new ArrayList<>();
        double[][][] features = new double[REACTORS][COLLOCATION][];
        List<StandardScaler> outputs = new ArrayList<>();
        List<Windows> collocation = new ArrayList<>();
        for (int r = 0; r < REACTORS; r++) {
            Task task = tasks.get(r);
            chains.add(new NodeChain(believed(task.reactor())));
            int[] rows = Arrays.copyOf(order.get(r), COLLOCATION);
            collocation.add(windows.get(r).select(rows));
            for (int i = 0; i < COLLOCATION; i++) {
                features[r][i] = task.absoluteFeatures(rows[i]);
            }
            StandardScaler scaler = scalings.get(r).outputs();
            double[] origin = {
                task.origin().temperatureK(), task.origin().concentrationKmolPerM3()
            };
            double[] mean =
                    IntStream.range(0, 2).mapToDouble(i -> scaler.mean()[i] + origin[i]).toArray();
            outputs.add(new StandardScaler(mean, scaler.standardDeviation()));
        }
        double[] times = tasks.get(0).timesH();
        PaperResidual residual =
                new PaperResidual(
                        tensors,
                        chains,
                        features,
                        outputs,
                        times.length,
                        times[1] - times[0],
                        true);
        return new PhysicsTerm((y, epoch) -> residual.loss(y), 1e3, collocation);
    }

    private static Reactor believed(Reactor reactor) {
        return switch (reactor.type()) {
            case CSTR ->
                    reactor.withKinetics(Cstr.NOMINAL.kinetics()).withFluid(Cstr.NOMINAL.fluid());
            case BATCH ->
                    reactor.withKinetics(BatchReactor.NOMINAL.kinetics())
                            .withFluid(BatchReactor.NOMINAL.fluid());
            case PLUG_FLOW ->
                    reactor.withKinetics(PlugFlowReactor.NOMINAL.kinetics())
                            .withFluid(PlugFlowReactor.NOMINAL.fluid());
        };
    }
}
