package io.cuvette.reactormodel.acceptance;

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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gate A: the reference's own protocol, with its sampler, its scaler that has seen all outputs, its
 * windows and its physics, with three meta-seeds (or {@code -Dmeta.seeds=1}). Takes about an hour;
 * run by name:
 *
 * <pre>mvn -pl services/reactor-model/model -am test -Dtest=ParityAcceptance
 * -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class ParityAcceptance {
    private static final int REACTORS = 10;
    private static final int[] SHOTS = {1, 5, 10, 20, 50};
    private static final int COLLOCATION = 100;

    /** Of the unseen reactors. */
    private static final long UNSEEN_SEED = 1;

    private static final String SCRATCH = "scratch tanh";
    private static final String JOINT = "joint";
    private static final String REPTILE = "Reptile";
    private static final String PHYSICS_SCRATCH = "PI scratch";
    private static final String PHYSICS_REPTILE = "PI Reptile";

    /** Greatest mean errors at each number of shots. */
    private record Bound(ReactorType type, String arm, double... byShots) {}

    private static final double NONE = Double.MAX_VALUE;

    private static final List<Bound> BOUNDS =
            List.of(
                    new Bound(ReactorType.CSTR, REPTILE, .28, .11, .023, .011, .0045),
                    new Bound(ReactorType.CSTR, PHYSICS_REPTILE, .0035, .0035, .0035, .0035, .0035),
                    new Bound(ReactorType.BATCH, REPTILE, NONE, NONE, .17, .07, .025),
                    new Bound(ReactorType.PLUG_FLOW, REPTILE, .33, .10, .030, .012, .006));

    /** Least ratio of two arms' errors. */
    private record Gain(ReactorType type, String of, String to, int shots, double least) {}

    private static final List<Gain> GAINS =
            List.of(
                    new Gain(ReactorType.CSTR, SCRATCH, REPTILE, 10, 2),
                    new Gain(ReactorType.BATCH, SCRATCH, REPTILE, 10, 2.5),
                    new Gain(ReactorType.PLUG_FLOW, SCRATCH, REPTILE, 10, 8),
                    new Gain(ReactorType.CSTR, JOINT, REPTILE, 5, 2),
                    new Gain(ReactorType.PLUG_FLOW, JOINT, REPTILE, 5, 2),
                    new Gain(ReactorType.CSTR, REPTILE, PHYSICS_REPTILE, 1, 50),
                    new Gain(ReactorType.CSTR, PHYSICS_SCRATCH, PHYSICS_REPTILE, 1, 1.5));

    private static final SoftAssertions BARS = new SoftAssertions();

    @AfterAll
    static void judge() {
        BARS.assertAll();
    }

    static final Architecture RELU = new Architecture(1, 4, List.of(64, 64), 2, Activation.RELU);
    static final Architecture TANH = new Architecture(1, 4, List.of(64, 64), 2, Activation.TANH);

    private static NetworkWeights start(MetaAlgorithm algorithm, long seed) throws Exception {
        return Trained.weights(
                "paper-" + algorithm,
                RELU,
                MetaSettings.reference(algorithm),
                new ReactorTasks(new PaperSampler(seed), TaskScaling::oracle),
                seed);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void reachesWhatTheReferenceReaches(ReactorType type) throws Exception {
        Unknowns unknowns = Unknowns.of(type);
        ErrorTable plain = new ErrorTable();
        NetworkWeights scratch = FewShots.scratch(TANH, 3, false);
        unknowns.adapt(plain, SCRATCH, 0, scratch, false);
        unknowns.adapt(plain, "scratch relu", 0, FewShots.scratch(RELU, 3, false), false);
        unknowns.adapt(plain, PHYSICS_SCRATCH, 0, scratch, true);
        plain.write(file(type, "plain"));
        for (long seed : ProductAcceptance.META_SEEDS) {
            ErrorTable learned = new ErrorTable();
            NetworkWeights reptile = start(MetaAlgorithm.REPTILE, seed);
            unknowns.adapt(learned, JOINT, seed, start(MetaAlgorithm.JOINT, seed), false);
            unknowns.adapt(learned, REPTILE, seed, reptile, false);
            unknowns.adapt(learned, PHYSICS_REPTILE, seed, reptile, true);
            learned.write(file(type, Long.toString(seed)));
        }
        judge(type, ErrorTable.read(Trained.FOLDER, "parity-" + type));
    }

    private static Path file(ReactorType type, String part) {
        return Trained.FOLDER.resolve("parity-%s-%s.csv".formatted(type, part));
    }

    /** Of several meta-seeds the one in the middle counts, for ratios the mean of logarithms. */
    private static void judge(ReactorType type, ErrorTable table) {
        for (String arm : table.arms()) {
            StringBuilder line = new StringBuilder("%-9s %-12s".formatted(type, arm));
            for (int k : SHOTS) {
                double[] means = table.means(arm, k);
                line.append(" %.3g".formatted(ErrorTable.median(means)));
                if (means.length > 1) {
                    line.append(" (%.3g to %.3g)".formatted(means[0], means[means.length - 1]));
                }
            }
            System.out.println(line);
        }
        for (Bound bound : BOUNDS) {
            for (int i = 0; bound.type() == type && i < SHOTS.length; i++) {
                BARS.assertThat(ErrorTable.median(table.means(bound.arm(), SHOTS[i])))
                        .as("%s, %s, %d shots", type, bound.arm(), SHOTS[i])
                        .isLessThanOrEqualTo(bound.byShots()[i]);
            }
        }
        for (Gain gain : GAINS) {
            if (gain.type() == type) {
                ErrorTable.Ratio ratio = table.ratio(gain.of(), gain.to(), gain.shots());
                System.out.printf(
                        "%s %s / %s, %d shots: %s (%s)%n",
                        type, gain.of(), gain.to(), gain.shots(), ratio, gain.least());
                BARS.assertThat(ratio.mean())
                        .as("%s, %s / %s, %d shots", type, gain.of(), gain.to(), gain.shots())
                        .isGreaterThanOrEqualTo(gain.least());
            }
        }
    }

    /** Reactors that no training has seen. */
    private record Unknowns(
            ReactorType type,
            List<Task> tasks,
            List<TaskScaling> scalings,
            List<Windows> windows,
            List<int[]> order) {

        static Unknowns of(ReactorType type) {
            PaperSampler sampler = new PaperSampler(UNSEEN_SEED);
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
            return new Unknowns(type, tasks, scalings, windows, order);
        }

        void adapt(ErrorTable table, String arm, long seed, NetworkWeights start, boolean physics) {
            for (int k : SHOTS) {
                table.add(
                        arm,
                        k,
                        seed,
                        errors(type, tasks, scalings, windows, order, start, k, physics));
            }
        }
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
