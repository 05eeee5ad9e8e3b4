package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.acceptance.ErrorTable.Ratio;
import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.adaptation.WindowAdapter;
import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Rollout;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.SimulationException;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Noise and many windows (the specification's 8.B.4) at ten runs and one meta-seed. Takes some
 * minutes; run by name.
 */
class RobustnessAcceptance {
    private static final int REACTORS = 20;
    private static final int RUNS = 10;
    private static final long SEED = 1;
    private static final long UNSEEN_SEED = 2001;

    /** Of each output's standard deviation. */
    private static final double NOISE = 0.01;

    private static final int REACTORS_WITH_MISFIT = 10;

    private static final int WINDOWS = 10;
    private static final int POINTS = 10;
    private static final int ROLLOUTS = 5;
    private static final double COLDEST_K = 250;

    private static final SoftAssertions BARS = new SoftAssertions();

    @AfterAll
    static void judge() {
        BARS.assertAll();
    }

    private static List<Unseen> unseen(ReactorType type, int count) {
        return Unseen.reactors(new PhysicalSampler(UNSEEN_SEED), type, count);
    }

    private static AdaptedReactor adapt(DeclaredReactor declared, List<ObservedRun> runs)
            throws Exception {
        return new Adapter(Optional.of(ShippedModels.correctionStart())).adapt(declared, runs);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void noiseOfOnePercent(ReactorType type) throws Exception {
        List<Unseen> unseen = unseen(type, REACTORS);
        ErrorTable table = new ErrorTable();
        NetworkWeights reptile = HonestStarts.of(MetaAlgorithm.REPTILE, SEED, MeasuredNode.FIRST);
        double[][] exactAndNoisy = new double[2][REACTORS];
        double[][] window = new double[2][REACTORS];
        for (int r = 0; r < REACTORS; r++) {
            Unseen u = unseen.get(r);
            DeclaredReactor declared = CorrectionTasks.declared(u.task().reactor());
            List<ObservedRun> runs = u.observed(RUNS);
            double[] deviations = u.judged().standardDeviation();
            List<ObservedRun> noisy = noisy(runs, new double[] {deviations[1], deviations[0]}, r);
            exactAndNoisy[0][r] = u.error(adapt(declared, runs));
            exactAndNoisy[1][r] = u.error(adapt(declared, noisy));
            WindowAdapter dataOnly = new WindowAdapter(FineTuning.REFERENCE, List.of(0.0));
            window[0][r] = u.error(dataOnly.adapt(reptile, declared, runs, r));
            window[1][r] = u.error(dataOnly.adapt(reptile, declared, noisy, r));
        }
        table.add("default", RUNS, SEED, exactAndNoisy[0]);
        table.add("default, noise", RUNS, SEED, exactAndNoisy[1]);
        table.add("window", RUNS, SEED, window[0]);
        table.add("window, noise", RUNS, SEED, window[1]);
        misfits(type, table);
        for (String arm : table.arms()) {
            System.out.printf("%s %s median %.2g%n", type, arm, table.medians(arm, RUNS)[0]);
            if (arm.endsWith(", noise")) {
                Ratio ratio = table.ratio(arm, arm.replace(", noise", ""), RUNS);
                System.out.printf("%s %s / without: %s%n", type, arm, ratio);
                double exact = table.medians(arm.replace(", noise", ""), RUNS)[0];
                if (exact < NOISE * NOISE) {
                    // less than the noise itself, which is all that can be asked of a twofold
                    BARS.assertThat(table.medians(arm, RUNS)[0])
                            .as("%s %s", type, arm)
                            .isLessThan(NOISE * NOISE);
                } else {
                    BARS.assertThat(ratio.mean()).as("%s %s", type, arm).isLessThan(2);
                }
            }
        }
    }

    /** The default where something is wrong with the balances. */
    private static void misfits(ReactorType type, ErrorTable table) throws Exception {
        CorrectionTasks unseen = new CorrectionTasks(UNSEEN_SEED, 384);
        for (Misfit misfit : Misfit.values()) {
            double[][] errors = new double[2][REACTORS_WITH_MISFIT];
            for (int r = 0; r < REACTORS_WITH_MISFIT; r++) {
                Reactor truth = unseen.truth(type, misfit, r, 0);
                DeclaredReactor declared = CorrectionTasks.declared(truth);
                RandomStream random = new RandomStream(r);
                List<ObservedRun> runs = CorrectionTasks.observe(truth, declared, RUNS, random);
                List<ObservedRun> test = CorrectionTasks.observe(truth, declared, 300, random);
                AdaptedReactor exact = adapt(declared, runs);
                errors[0][r] = CorrectionStudy.error(exact, test);
                List<ObservedRun> noisy = noisy(runs, exact.outputDeviations(), r);
                errors[1][r] = CorrectionStudy.error(adapt(declared, noisy), test);
            }
            table.add(misfit.name(), RUNS, SEED, errors[0]);
            table.add(misfit.name() + ", noise", RUNS, SEED, errors[1]);
        }
    }

    /**
     * @param deviations of concentration and temperature
     */
    private static List<ObservedRun> noisy(List<ObservedRun> runs, double[] deviations, long seed) {
        RandomStream random = new RandomStream(seed);
        List<ObservedRun> noisy = new ArrayList<>();
        for (ObservedRun run : runs) {
            double[] c = run.concentrationsKmolPerM3().clone();
            double[] t = run.temperaturesK().clone();
            for (int i = 0; i < c.length; i++) {
                c[i] += NOISE * deviations[0] * random.nextGaussian();
                t[i] += NOISE * deviations[1] * random.nextGaussian();
            }
            noisy.add(new ObservedRun(run.run(), run.where(), run.timesH(), c, t));
        }
        return noisy;
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void tenWindows(ReactorType type) throws Exception {
        List<Unseen> unseen = unseen(type, REACTORS);
        ErrorTable table = new ErrorTable();
        double[][] errors = new double[3][REACTORS];
        for (int r = 0; r < REACTORS; r++) {
            Unseen u = unseen.get(r);
            Reactor truth = u.task().reactor();
            DeclaredReactor declared = CorrectionTasks.declared(truth);
            double[] deviations = u.judged().standardDeviation();
            List<ObservedRun> runs =
                    noisy(u.observed(RUNS), new double[] {deviations[1], deviations[0]}, r);
            AdaptedReactor model = adapt(declared, runs);
            RandomStream random = new RandomStream(r);
            for (int i = 0; i < ROLLOUTS; i++) {
                rollOut(u, declared, model, i, random, errors, r);
            }
        }
        table.add("default", RUNS, SEED, errors[0]);
        table.add("nominal ODE", RUNS, 0, errors[1]);
        table.add("persistence", RUNS, 0, errors[2]);
        for (String arm : table.arms()) {
            System.out.printf("%s ten windows %s %.2g%n", type, arm, table.medians(arm, RUNS)[0]);
        }
        Ratio ratio = table.ratio("default", "persistence", RUNS);
        System.out.printf("%s ten windows default / persistence %s%n", type, ratio);
        BARS.assertThat(Arrays.stream(errors[0]).allMatch(Double::isFinite))
                .as("%s ten windows are finite", type)
                .isTrue();
        BARS.assertThat(ratio.high()).as("%s ten windows", type).isLessThan(1);
    }

    /** Adds the mean squared errors of one roll-out, in units of the outputs' variance. */
    private static void rollOut(
            Unseen u,
            DeclaredReactor declared,
            AdaptedReactor model,
            int sample,
            RandomStream random,
            double[][] errors,
            int r) {
        OperatingRegion region = declared.region();
        InitialState start = u.task().run(u.test()[sample]).start();
        double[] grid =
                IntStream.rangeClosed(1, POINTS)
                        .mapToDouble(i -> region.windowH() * i / POINTS)
                        .toArray();
        List<InputProfile> inputs = drawn(u.task().reactor(), region, start, grid, random);
        Rollout found = Rollout.of(model, start, inputs, region.windowH(), POINTS);
        InitialState actual = start;
        InitialState believed = start;
        double[] deviations = u.judged().standardDeviation();
        double[] still = {start.concentrationsKmolPerM3()[0], start.temperaturesK()[0]};
        for (int w = 0; w < WINDOWS; w++) {
            Trajectory real =
                    Simulator.STANDARD.simulate(
                            u.task().reactor(), new Run(actual, inputs.get(w)), grid);
            Trajectory nominal =
                    Simulator.STANDARD.simulate(
                            declared.nominal(), new Run(believed, inputs.get(w)), grid);
            actual = real.stateAt(POINTS - 1);
            believed = nominal.stateAt(POINTS - 1);
            for (int i = 0; i < POINTS; i++) {
                int at = w * POINTS + i;
                double c = real.concentrations(declared.measured())[i];
                double t = real.temperaturesK(declared.measured())[i];
                double[][] of = {
                    {found.concentrationsKmolPerM3()[at], found.temperaturesK()[at]},
                    {
                        nominal.concentrations(declared.measured())[i],
                        nominal.temperaturesK(declared.measured())[i]
                    },
                    still
                };
                for (int arm = 0; arm < of.length; arm++) {
                    double offC = (of[arm][0] - c) / deviations[1];
                    double offT = (of[arm][1] - t) / deviations[0];
                    errors[arm][r] +=
                            (offC * offC + offT * offT) / (2.0 * ROLLOUTS * WINDOWS * POINTS);
                }
            }
        }
    }

    /** Inputs of each window, drawn until they leave the reactor warm: a batch sums its heat up. */
    private static List<InputProfile> drawn(
            Reactor truth,
            OperatingRegion region,
            InitialState start,
            double[] grid,
            RandomStream random) {
        List<InputProfile> inputs = new ArrayList<>();
        InitialState state = start;
        while (inputs.size() < WINDOWS) {
            InputProfile next =
                    InputProfile.constant(
                            region.inputs().stream()
                                    .mapToDouble(range -> range.at(random.nextDouble()))
                                    .toArray());
            try {
                Trajectory real = Simulator.STANDARD.simulate(truth, new Run(state, next), grid);
                InitialState end = real.stateAt(POINTS - 1);
                if (Arrays.stream(end.temperaturesK()).allMatch(t -> t > COLDEST_K)) {
                    inputs.add(next);
                    state = end;
                }
            } catch (SimulationException e) {
                // too cold to be followed
            }
        }
        return inputs;
    }
}
