package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.cuvette.reactormodel.acceptance.FewShots.PhysicsTerm;
import io.cuvette.reactormodel.adaptation.StepResidual;
import io.cuvette.reactormodel.baseline.RidgeRegression;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.network.StandardScaler;
import io.cuvette.reactormodel.network.Windows;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.reactormodel.task.PhysicalSettings;
import io.cuvette.reactormodel.task.Task;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gate B, the honest protocol: physical reactors, 20 unseen ones of each type, scalers that know no
 * outputs, one activation and one budget for all arms, three meta-seeds. Writes the errors of every
 * arm to {@code target/acceptance/product-TYPE-MEASURED-SEED.csv}, which {@link ProductVerdict}
 * reads. Takes about an hour and a half; run by name, with {@code -Dtypes=CSTR,BATCH} for some of
 * the types, {@code -Darms=default} for some of the arms, {@code -Dmeasured=OUTLET} for tubes that
 * are measured at their end.
 */
class ProductAcceptance {
    static final int REACTORS = 20;
    static final int[] SHOTS = {1, 2, 5, 10, 20, 50};

    /** The three that count; {@code -Dmeta.seeds=1} for a first look. */
    static final long[] META_SEEDS =
            Arrays.stream(System.getProperty("meta.seeds", "1,2,3").split(","))
                    .mapToLong(Long::parseLong)
                    .toArray();

    private static final long UNSEEN_SEED = 2001;
    private static final int EPOCHS = 500;
    private static final int SAMPLED_STEPS = 100;

    private static final MeasuredNode MEASURED =
            MeasuredNode.valueOf(System.getProperty("measured", "FIRST"));

    private static final Optional<List<String>> ARMS =
            Optional.ofNullable(System.getProperty("arms")).map(arms -> List.of(arms.split(",")));

    private ErrorTable table = new ErrorTable();
    private ReactorType type;
    private List<Unseen> unseen;

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void judge(ReactorType reactors) throws Exception {
        assumeThat(System.getProperty("types", reactors.name())).contains(reactors.name());
        type = reactors;
        PhysicalSampler sampler =
                new PhysicalSampler(UNSEEN_SEED, PhysicalSettings.STANDARD.withMeasured(MEASURED));
        unseen = Unseen.reactors(sampler, type, REACTORS);
        plain("persistence", 0, 0, (u, k) -> persistence(u));
        plain("nominal ODE", 0, 0, (u, k) -> nominal(u));
        for (int k : SHOTS) {
            plain("ridge", k, 0, ProductAcceptance::ridge);
        }
        write("plain");
        for (long seed : META_SEEDS) {
            NetworkWeights scratch = FewShots.scratch(ParityAcceptance.RELU, seed, false);
            NetworkWeights fromZero = FewShots.scratch(ParityAcceptance.RELU, seed, true);
            // what nobody asks for need not be trained
            NetworkWeights joint =
                    wanted("joint")
                            ? HonestStarts.of(MetaAlgorithm.JOINT, seed, MEASURED)
                            : scratch;
            NetworkWeights reptile =
                    wanted("Reptile") || wanted("PI Reptile")
                            ? HonestStarts.of(MetaAlgorithm.REPTILE, seed, MEASURED)
                            : scratch;
            NetworkWeights maml =
                    wanted("MAML") ? HonestStarts.of(MetaAlgorithm.MAML, seed, MEASURED) : scratch;
            CorrectionStart correction = CorrectionStudy.start(seed);
            for (int k : SHOTS) {
                network("scratch", k, seed, scratch);
                lessStart("scratch y-x0", k, seed, fromZero);
                network("joint", k, seed, joint);
                network("Reptile", k, seed, reptile);
                network("MAML", k, seed, maml);
                physics("PI scratch", k, seed, scratch);
                physics("PI Reptile", k, seed, reptile);
                if (wanted("default")) {
                    add("default", k, seed, errors(u -> u.error(shipped(u, k, correction))));
                }
            }
            write(Long.toString(seed));
        }
    }

    /** What was found since the last call. */
    private void write(String name) throws IOException {
        table.write(Trained.FOLDER.resolve("product-%s-%s-%s.csv".formatted(type, MEASURED, name)));
        table = new ErrorTable();
    }

    private static boolean wanted(String arm) {
        return ARMS.map(arms -> arms.contains(arm)).orElse(true);
    }

    private void plain(
            String arm, int k, long seed, BiFunction<Unseen, Integer, double[][][]> predict) {
        if (wanted(arm)) {
            add(arm, k, seed, errors(u -> u.error(predict.apply(u, k))));
        }
    }

    private double[] errors(ToDoubleFunction<Unseen> of) {
        return unseen.stream().mapToDouble(of).toArray();
    }

    private void add(String arm, int k, long seed, double[] errors) {
        table.add(arm, k, seed, errors);
        System.out.printf(
                "%-9s %-13s k=%2d seed %d  median %.3e%n",
                type, arm, k, seed, ErrorTable.median(errors));
    }

    private static double[][][] persistence(Unseen u) {
        double[][][] predicted = new double[u.test().length][u.task().timesH().length][];
        for (int i = 0; i < predicted.length; i++) {
            Arrays.fill(predicted[i], u.start(u.test()[i]));
        }
        return predicted;
    }

    private static double[][][] nominal(Unseen u) {
        Task nominal =
                u.task().in(TaskScaling.nominalTwin(u.task().reactor()), Tolerances.of(1e-6));
        double[][][] predicted = new double[u.test().length][nominal.timesH().length][];
        for (int i = 0; i < predicted.length; i++) {
            for (int t = 0; t < predicted[i].length; t++) {
                predicted[i][t] =
                        new double[] {
                            nominal.temperatureK(u.test()[i], t),
                            nominal.concentration(u.test()[i], t)
                        };
            }
        }
        return predicted;
    }

    private static double[][][] ridge(Unseen u, int k) {
        Windows shots = u.lessStart(Arrays.copyOf(u.shots(), k));
        RidgeRegression line =
                RidgeRegression.fit(rows(shots.inputs(), 4), rows(shots.targets(), 20), 1e-3);
        Windows test = u.testWindows();
        double[][] x = rows(test.inputs(), 4);
        double[][][] predicted = new double[x.length][10][2];
        StandardScaler scaler = u.scaling().outputs();
        for (int i = 0; i < x.length; i++) {
            double[] y = line.predict(x[i]);
            double[] start = u.start(u.test()[i]);
            for (int j = 0; j < y.length; j++) {
                predicted[i][j / 2][j % 2] =
                        start[j % 2] + y[j] * scaler.standardDeviation()[j % 2];
            }
        }
        return predicted;
    }

    private static double[][] rows(float[] flat, int width) {
        double[][] rows = new double[flat.length / width][width];
        for (int i = 0; i < flat.length; i++) {
            rows[i / width][i % width] = flat[i];
        }
        return rows;
    }

    private void network(String arm, int k, long seed, NetworkWeights start) {
        if (!wanted(arm)) {
            return;
        }
        List<Windows> shots = unseen.stream().map(u -> u.shotWindows(k)).toList();
        judge(arm, k, seed, FewShots.adapt(start, shots, EPOCHS));
    }

    private void judge(String arm, int k, long seed, NetworkWeights adapted) {
        List<Windows> test = unseen.stream().map(Unseen::testWindows).toList();
        float[][] predicted = FewShots.predict(adapted, test);
        double[] errors = new double[predicted.length];
        for (int r = 0; r < errors.length; r++) {
            errors[r] = unseen.get(r).error(predicted[r]);
        }
        add(arm, k, seed, errors);
    }

    private void lessStart(String arm, int k, long seed, NetworkWeights start) {
        if (!wanted(arm)) {
            return;
        }
        List<Windows> shots =
                unseen.stream().map(u -> u.lessStart(Arrays.copyOf(u.shots(), k))).toList();
        List<Windows> test = unseen.stream().map(Unseen::testWindows).toList();
        float[][] predicted = FewShots.predict(FewShots.adapt(start, shots, EPOCHS), test);
        double[] errors = new double[predicted.length];
        for (int r = 0; r < errors.length; r++) {
            errors[r] = unseen.get(r).error(unseen.get(r).plusStart(predicted[r]));
        }
        add(arm, k, seed, errors);
    }

    /** The step-consistent residual of balances with the nominal substance. */
    private void physics(String arm, int k, long seed, NetworkWeights start) {
        if (!wanted(arm)) {
            return;
        }
        List<Reactor> believed =
                unseen.stream().map(u -> TaskScaling.nominalTwin(u.task().reactor())).toList();
        double[][][] features = new double[REACTORS][Unseen.COLLOCATION][];
        for (int r = 0; r < REACTORS; r++) {
            for (int i = 0; i < Unseen.COLLOCATION; i++) {
                Unseen u = unseen.get(r);
                features[r][i] = u.task().absoluteFeatures(u.collocation()[i]);
            }
        }
        try (Tensors tensors = Tensors.open()) {
            StepResidual residual =
                    new StepResidual(
                            tensors,
                            believed,
                            features,
                            unseen.stream().map(u -> u.scaling().outputs()).toList(),
                            unseen.get(0).task().timesH(),
                            SAMPLED_STEPS,
                            seed);
            List<Windows> collocation =
                    unseen.stream().map(u -> u.windows().select(u.collocation())).toList();
            PhysicsTerm term = new PhysicsTerm(residual::loss, 1, collocation);
            List<Windows> shots = unseen.stream().map(u -> u.shotWindows(k)).toList();
            judge(arm, k, seed, FewShots.adapt(start, shots, EPOCHS, term));
        }
    }

    private static AdaptedReactor shipped(Unseen u, int k, CorrectionStart correction) {
        DeclaredReactor node = CorrectionTasks.declared(u.task().reactor());
        DeclaredReactor declared =
                new DeclaredReactor(
                        node.nominal(), node.unknown(), u.task().measured(), node.region());
        return new Adapter(Optional.of(correction)).adapt(declared, u.observed(k));
    }
}
