package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.meta.TaskScaling;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.InputProfile;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.Parameters;
import io.cuvette.training.core.tensor.RandomStream;
import io.cuvette.training.core.tensor.RecurrentStack;
import io.cuvette.training.core.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdapterTest {
    private static final Adapter WITHOUT_NETWORK = new Adapter(Optional.empty());

    private static final List<ReactorParameter> KINETICS =
            List.of(
                    ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                    ReactorParameter.ACTIVATION_ENERGY,
                    ReactorParameter.REACTION_ENTHALPY);

    @TempDir Path folder;

    /** Untrained, with a head of zeros: a correction that starts as none. */
    private static NetworkWeights untrained() {
        try (Tensors tensors = Tensors.open();
                Parameters parameters = new Parameters(tensors, 1)) {
            RecurrentStack.create(parameters, "rnn", CorrectionTasks.architecture());
            NetworkWeights weights =
                    NetworkWeights.of(parameters, "rnn", CorrectionTasks.architecture());
            Arrays.fill(weights.values().get("head.kernel"), 0);
            return weights;
        }
    }

    private static List<ObservedRun> observe(Reactor truth, int count, long seed) {
        return CorrectionTasks.observe(
                truth, CorrectionTasks.declared(truth), count, new RandomStream(seed));
    }

    /** Mean squared error in units of the outputs' variance. */
    private static double error(AdaptedReactor model, List<ObservedRun> runs) {
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

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void threeExactRunsLeaveLittleOfTheErrorOfTextbookKinetics(ReactorType type) {
        Reactor truth = new PhysicalSampler(77).reactor(type, 1);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> test = observe(truth, 40, 2);
        AdaptedReactor textbook = WITHOUT_NETWORK.adapt(declared, List.of());
        AdaptedReactor adapted = WITHOUT_NETWORK.adapt(declared, observe(truth, 3, 1));
        assertThat(textbook.estimate()).isEmpty();
        assertThat(error(adapted, test)).isLessThan(error(textbook, test) / 10);
    }

    /** Most runs are too cold to show a rate: they say nothing, and the others all. */
    @Test
    void kineticsAreDoubtedWhereOnlySomeRunsReact() {
        for (int reactor : new int[] {2, 5, 11}) {
            Reactor truth = new PhysicalSampler(2001).reactor(ReactorType.BATCH, reactor);
            double wrong = 0.8 * truth.get(ReactorParameter.ACTIVATION_ENERGY);
            DeclaredReactor declared =
                    known(truth, truth.with(ReactorParameter.ACTIVATION_ENERGY, wrong));
            List<ObservedRun> runs =
                    CorrectionTasks.observe(truth, declared, 10, new RandomStream(reactor));
            AdaptedReactor found = WITHOUT_NETWORK.adapt(declared, runs);
            assertThat(found.heldOut().doubted()).as("%d", reactor).containsAll(KINETICS);
            List<ObservedRun> test =
                    CorrectionTasks.observe(truth, declared, 40, new RandomStream(99));
            assertThat(error(found, test)).as("%d", reactor).isLessThan(0.01);
        }
    }

    /** Where nothing is unknown and too few runs are there to be left out. */
    @Test
    void bandsOfBalancesThatDoNotFitAreAsWideAsWhatTheyLeave() {
        Reactor truth = Cstr.NOMINAL;
        DeclaredReactor wrong =
                new DeclaredReactor(
                        truth.with(ReactorParameter.STEADY_HEAT, 2e6),
                        List.of(),
                        MeasuredNode.FIRST,
                        OperatingRegion.of(truth));
        List<ObservedRun> runs = observe(truth, 2, 1);
        double window = wrong.region().windowH();
        AdaptedReactor model = WITHOUT_NETWORK.adapt(wrong, runs);

        Prediction bands = model.predict(runs.get(0).run(), new double[] {window}, 0.9);

        assertThat(bands.calibrated()).isFalse();
        double left = bands.temperaturesK()[0] - runs.get(0).temperaturesK()[9];
        assertThat(left).isGreaterThan(20);
        assertThat(bands.temperatureHalfWidths()[0]).isBetween(left / 2, 2 * left);
        // and without any run, or of a channel that was not measured, what outputs vary by
        AdaptedReactor blind = WITHOUT_NETWORK.adapt(wrong, List.of());
        Prediction unknown = blind.predict(runs.get(0).run(), new double[] {window}, 0.9);
        assertThat(unknown.temperatureHalfWidths()[0]).isGreaterThan(blind.outputDeviations()[1]);
    }

    @Test
    void aCorrectionIsChosenWhereBalancesAreWrongAndLeftOutWhereTheyAreRight() {
        CorrectionTasks family = new CorrectionTasks(2001, 10);
        Reactor loses = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, 0, 0);
        AdaptedReactor wrong =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(loses), observe(loses, 20, 1));
        assertThat(wrong.heldOut().chosen()).isEqualTo(CorrectionKind.LINEAR);
        assertThat(wrong.heldOut().withCorrection())
                .isLessThan(0.8 * wrong.heldOut().withoutCorrection());
        Reactor plain = new PhysicalSampler(77).reactor(ReactorType.CSTR, 3);
        AdaptedReactor right =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(plain), observe(plain, 20, 1));
        assertThat(right.heldOut().withoutCorrection()).isLessThan(1e-8);
    }

    @Test
    void anOrderIsFoundWhereItIsDeclaredUnknownAndWhereItIsDeclaredWrong() {
        CorrectionTasks family = new CorrectionTasks(2001, 10);
        for (ReactorType type : ReactorType.values()) {
            Reactor truth = family.truth(type, Misfit.ORDER, 1, 0);
            DeclaredReactor wrong = CorrectionTasks.declared(truth);
            List<UnknownParameter> unknown = new ArrayList<>(wrong.unknown());
            unknown.add(
                    new UnknownParameter(
                            ReactorParameter.REACTION_ORDER,
                            wrong.nominal().kinetics().reactionOrder(),
                            0.3));
            // k0 of another order is another number
            unknown.set(
                    0,
                    new UnknownParameter(
                            ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                            wrong.nominal().kinetics().preExponentialFactor(),
                            1.5));
            DeclaredReactor open =
                    new DeclaredReactor(wrong.nominal(), unknown, wrong.measured(), wrong.region());
            List<ObservedRun> runs = observe(truth, 10, 4);
            List<ObservedRun> test = observe(truth, 40, 5);
            AdaptedReactor asked = WITHOUT_NETWORK.adapt(open, runs);
            AdaptedReactor doubted = WITHOUT_NETWORK.adapt(wrong, runs);
            assertThat(asked.heldOut().doubted()).isEmpty();
            assertThat(doubted.heldOut().doubted())
                    .containsExactly(ReactorParameter.REACTION_ORDER);
            for (AdaptedReactor found : List.of(asked, doubted)) {
                assertThat(found.reactor().kinetics().reactionOrder())
                        .as(type.name())
                        .isCloseTo(truth.kinetics().reactionOrder(), within(0.01));
                assertThat(error(found, test)).isLessThan(1e-5);
            }
            assertThat(doubted.heldOut().asDeclared()).isGreaterThan(1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void kineticsDeclaredAsKnownAreDoubtedWhereTheyAreWrong(ReactorType type) {
        Reactor truth = new PhysicalSampler(77).reactor(type, 3);
        List<ObservedRun> runs = observe(truth, 6, 4);
        List<ObservedRun> test = observe(truth, 40, 5);
        for (ReactorParameter wrong : KINETICS) {
            for (double factor : new double[] {0.8, 1.2}) {
                DeclaredReactor declared =
                        known(truth, truth.with(wrong, factor * truth.get(wrong)));
                AdaptedReactor found = WITHOUT_NETWORK.adapt(declared, runs);
                assertThat(found.heldOut().doubted())
                        .as("%s %s", wrong, factor)
                        .containsExactlyInAnyOrderElementsOf(KINETICS);
                assertThat(found.heldOut().withoutCorrection())
                        .isLessThan(found.heldOut().asDeclared() / 100);
                assertThat(error(found, test)).as("%s %s", wrong, factor).isLessThan(1e-5);
                assertThat(found.declared().nominal().get(wrong))
                        .isEqualTo(declared.nominal().get(wrong));
            }
        }
    }

    @Test
    void aRateFarFromWhatIsDeclaredIsFoundWhateverElseIsUnknown() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.BATCH, 3);
        ReactorParameter factor = ReactorParameter.PRE_EXPONENTIAL_FACTOR;
        Reactor believed = truth.with(factor, 10 * truth.get(factor));
        DeclaredReactor declared =
                new DeclaredReactor(
                        believed,
                        List.of(
                                new UnknownParameter(
                                        ReactorParameter.HEAT_CAPACITY,
                                        1.02 * truth.get(ReactorParameter.HEAT_CAPACITY),
                                        0.04)),
                        MeasuredNode.FIRST,
                        OperatingRegion.of(truth));
        AdaptedReactor found = WITHOUT_NETWORK.adapt(declared, observe(truth, 6, 4));
        assertThat(found.heldOut().doubted()).contains(factor);
        assertThat(error(found, observe(truth, 40, 5))).isLessThan(1e-5);
    }

    @Test
    void aHigherLevelHasNoNarrowerBand() {
        CorrectionTasks family = new CorrectionTasks(2002, 10);
        Reactor truth = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, 1, 0);
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), observe(truth, 6, 1));
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        double before = 0;
        for (double level : new double[] {0.5, 0.8, 0.85, 0.9, 0.99}) {
            Prediction found = model.predict(run, times, level);
            assertThat(found.calibrated()).isEqualTo(level < 0.86);
            assertThat(found.temperatureHalfWidths()[1]).isGreaterThanOrEqualTo(before);
            before = found.temperatureHalfWidths()[1];
        }
    }

    @Test
    void whatHoldsIsNotDoubtedEvenWhereMeasurementsAreNoisy() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        DeclaredReactor declared = known(truth, truth);
        double[] deviations = WITHOUT_NETWORK.adapt(declared, List.of()).outputDeviations();
        RandomStream random = new RandomStream(5);
        List<ObservedRun> noisy = new ArrayList<>();
        for (ObservedRun run : observe(truth, 10, 4)) {
            double[] c = run.concentrationsKmolPerM3().clone();
            double[] t = run.temperaturesK().clone();
            for (int i = 0; i < c.length; i++) {
                c[i] += 0.05 * deviations[0] * random.nextGaussian();
                t[i] += 0.05 * deviations[1] * random.nextGaussian();
            }
            noisy.add(new ObservedRun(run.run(), run.where(), run.timesH(), c, t));
        }
        AdaptedReactor model = WITHOUT_NETWORK.adapt(declared, noisy);
        assertThat(model.heldOut().doubted()).isEmpty();
        assertThat(model.estimate()).isEmpty();
        assertThat(model.heldOut().asDeclared())
                .isEqualTo(model.heldOut().withoutCorrection())
                .isCloseTo(0.0025, within(0.0005));
    }

    private static DeclaredReactor known(Reactor truth, Reactor believed) {
        return new DeclaredReactor(
                believed, List.of(), MeasuredNode.FIRST, OperatingRegion.of(truth));
    }

    @Test
    void bandsHoldWholeNewRunsAsOftenAsAsked() {
        CorrectionTasks family = new CorrectionTasks(2002, 10);
        int inside = 0;
        int all = 0;
        for (int r = 0; r < 6; r++) {
            Reactor truth = family.truth(ReactorType.CSTR, Misfit.HEAT_LOSS, r, 0);
            AdaptedReactor model =
                    WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), observe(truth, 20, r));
            for (ObservedRun run : observe(truth, 50, 100 + r)) {
                Prediction p = model.predict(run.run(), run.timesH(), 0.9);
                assertThat(p.calibrated()).isTrue();
                boolean holds = true;
                for (int t = 0; t < run.times(); t++) {
                    holds &=
                            Math.abs(
                                                    p.concentrationsKmolPerM3()[t]
                                                            - run.concentrationsKmolPerM3()[t])
                                            <= p.concentrationHalfWidths()[t]
                                    && Math.abs(p.temperaturesK()[t] - run.temperaturesK()[t])
                                            <= p.temperatureHalfWidths()[t];
                }
                inside += holds ? 1 : 0;
                all++;
            }
        }
        // 20 runs calibrate each reactor: its own coverage has a deviation of about 0.065
        assertThat(inside / (double) all).isBetween(0.82, 0.98);
    }

    @Test
    void tooFewRunsGiveBandsThatAreNotCalledCalibrated() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), observe(truth, 5, 1));
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        assertThat(model.predict(run, times, 0.9).calibrated()).isFalse();
        assertThat(model.predict(run, times, 0.8).calibrated()).isTrue();
    }

    @Test
    void leftOutRunsSayNothingOfAChannelThatWasNeverMeasured() {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        List<ObservedRun> runs =
                observe(truth, 9, 1).stream()
                        .map(
                                run -> {
                                    double[] none = new double[run.times()];
                                    Arrays.fill(none, Double.NaN);
                                    return new ObservedRun(
                                            run.run(),
                                            run.where(),
                                            run.timesH(),
                                            none,
                                            run.temperaturesK());
                                })
                        .toList();
        AdaptedReactor model = WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), runs);
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        Prediction calibrated = model.predict(run, times, 0.9);
        // the band of concentrations is that of the estimate, as with too few runs
        Prediction estimate = model.predict(run, times, 0.99);
        assertThat(calibrated.calibrated()).isTrue();
        assertThat(estimate.calibrated()).isFalse();
        assertThat(model.heldOut().bands().unit()[0]).isZero();
        double share = quantile(0.9) / quantile(0.99);
        assertThat(calibrated.concentrationHalfWidths()[1])
                .isCloseTo(
                        share * estimate.concentrationHalfWidths()[1],
                        within(1e-9 * estimate.concentrationHalfWidths()[1]));
        assertThat(calibrated.concentrationHalfWidths()[1]).isPositive();
    }

    private static double quantile(double level) {
        return new NormalDistribution().inverseCumulativeProbability((1 + level) / 2);
    }

    @Test
    void sayWhatLiesOutsideOfTheRegion() {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(
                        new DeclaredReactor(
                                Cstr.NOMINAL,
                                List.of(),
                                MeasuredNode.OUTLET,
                                OperatingRegion.of(Cstr.NOMINAL)),
                        List.of());
        Run far = new Run(InitialState.of(1, 650), InputProfile.constant(0, 6e5));
        Prediction p = model.predict(far, new double[] {0.004, 0.02}, 0.9);
        assertThat(p.outside())
                .containsExactly("startTemperatureK", "heatDeviationKJPerH", "horizon");
        assertThat(p.insideRegion()).isFalse();
        assertThat(Arrays.stream(p.temperaturesK()).allMatch(Double::isFinite)).isTrue();
    }

    @Test
    void aLearnedCorrectionSurvivesItsFilesToTheBit() throws Exception {
        CorrectionTasks family = new CorrectionTasks(2001, 10);
        Reactor truth = family.truth(ReactorType.BATCH, Misfit.ORDER, 0, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> runs = observe(truth, 6, 1);
        for (CorrectionKind kind : CorrectionKind.values()) {
            AdaptedReactor model = withCorrection(declared, runs, kind);
            Path its = Files.createDirectory(folder.resolve(kind.name()));
            AdaptedReactorFolder.write(model, its);
            AdaptedReactor read = AdaptedReactorFolder.read(its);
            List<Run> all = runs.stream().map(ObservedRun::run).toList();
            List<double[]> times =
                    Collections.nCopies(all.size(), new double[] {0.013, 0.05, 0.06});
            assertThat(Arrays.deepToString(read.predict(all, times).toArray()))
                    .isEqualTo(Arrays.deepToString(model.predict(all, times).toArray()));
            Prediction before = model.predict(all.get(0), times.get(0), 0.7);
            Prediction after = read.predict(all.get(0), times.get(0), 0.7);
            assertThat(after.temperatureHalfWidths()).isEqualTo(before.temperatureHalfWidths());
            assertThat(read.estimate().orElseThrow().draws(3, 1))
                    .isEqualTo(model.estimate().orElseThrow().draws(3, 1));
        }
    }

    /** The parts of an adaptation with a correction of one's choice. */
    private static AdaptedReactor withCorrection(
            DeclaredReactor declared, List<ObservedRun> runs, CorrectionKind kind) {
        AdaptedReactor model = WITHOUT_NETWORK.adapt(declared, runs);
        Base base = new Base(model.reactor(), declared.measured());
        RunEncoding encoding = new RunEncoding(base, declared.region(), model.scale());
        Residuals residuals = Residuals.of(base, runs);
        double[] unit = {0.1, 10};
        boolean[] all = new boolean[runs.size()];
        Arrays.fill(all, true);
        Correction correction =
                switch (kind) {
                    case NONE -> new NoCorrection();
                    case LINEAR -> LinearCorrection.fit(encoding, residuals, unit);
                    case NETWORK ->
                            CorrectionTuning.STANDARD
                                    .adapt(
                                            untrained(),
                                            List.of(
                                                    new CorrectionTuning.Problem(
                                                            encoding, residuals, all, unit)))
                                    .get(0);
                };
        HeldOut held = model.heldOut();
        return new AdaptedReactor(
                declared,
                model.estimate(),
                base,
                model.scale(),
                correction,
                0.75,
                new HeldOut(
                        kind,
                        held.folds(),
                        new HeldOut.Doubt(
                                List.of(ReactorParameter.REACTION_ORDER), held.asDeclared()),
                        held.withoutCorrection(),
                        held.withCorrection(),
                        held.bands()));
    }

    @Test
    void cardsOfBeforeThereWasDoubtAreRead() throws Exception {
        Reactor truth = new PhysicalSampler(77).reactor(ReactorType.CSTR, 1);
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(truth), observe(truth, 5, 1));
        AdaptedReactorFolder.write(model, folder);
        Path card = folder.resolve(AdaptedReactorFolder.CARD);
        String text = Files.readString(card);
        String older =
                text.replaceAll("(?s)\"doubt\" : \\{.*?\\},", "")
                        .replaceAll("(?s)\"untilH\" : \\[.*?\\],", "");
        assertThat(older).doesNotContain("doubt", "untilH").isNotEqualTo(text);
        Files.writeString(card, older);

        AdaptedReactor read = AdaptedReactorFolder.read(folder);

        assertThat(read.heldOut().doubted()).isEmpty();
        assertThat(read.heldOut().asDeclared()).isEqualTo(model.heldOut().withoutCorrection());
        Run run = observe(truth, 1, 9).get(0).run();
        double[] times = {0.001, 0.004};
        assertThat(read.predict(run, times, 0.5).temperaturesK())
                .isEqualTo(model.predict(run, times, 0.5).temperaturesK());
        // what these cards do not say of the runs' times, the region's window bounds
        assertThat(read.predict(run, times, 0.5).calibrated()).isTrue();
        assertThat(read.predict(run, new double[] {0.02}, 0.5).calibrated()).isFalse();
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(CorrectionTasks.declared(Cstr.NOMINAL), List.of());
        AdaptedReactorFolder.write(model, folder);
        Path card = folder.resolve(AdaptedReactorFolder.CARD);
        String text = Files.readString(card);
        for (String wrong :
                List.of(
                        text.replace("\"format\" : 1", "\"format\" : 2"),
                        text.replace("\"volumeM3\"", "\"volume\"").replace("VOLUME", "VOL"),
                        text.substring(0, text.length() / 2),
                        text.replaceFirst("\"FLOW\" : [0-9.]+", "\"FLOW\" : -1"))) {
            Files.writeString(card, wrong);
            assertThatThrownBy(() -> AdaptedReactorFolder.read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reactor.json");
        }
    }

    @Test
    void rollingOverWindowsOfRightBalancesIsTheSimulation() {
        AdaptedReactor model =
                WITHOUT_NETWORK.adapt(
                        new DeclaredReactor(
                                Cstr.NOMINAL,
                                List.of(),
                                MeasuredNode.OUTLET,
                                OperatingRegion.of(Cstr.NOMINAL)),
                        List.of());
        double window = 0.005;
        List<InputProfile> inputs =
                List.of(
                        InputProfile.constant(0, 1e5),
                        InputProfile.constant(1, -1e5),
                        InputProfile.constant(-1, 0));
        Rollout rolled = Rollout.of(model, InitialState.of(2, 390), inputs, window, 5);
        InputProfile whole =
                new InputProfile(
                        new double[] {0, window, 2 * window},
                        new double[][] {{0, 1e5}, {1, -1e5}, {-1, 0}});
        Trajectory expected =
                Simulator.STANDARD.simulate(
                        Cstr.NOMINAL, new Run(InitialState.of(2, 390), whole), rolled.timesH());
        assertThat(rolled.temperaturesK())
                .containsExactly(expected.temperaturesK(MeasuredNode.OUTLET), within(1e-3));
        assertThat(rolled.concentrationsKmolPerM3())
                .containsExactly(expected.concentrations(MeasuredNode.OUTLET), within(1e-5));
        assertThat(rolled.outside()).allSatisfy(names -> assertThat(names).isEmpty());
        assertThatThrownBy(() -> Rollout.of(model, InitialState.of(2, 390), List.of(), window, 5))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nominalTwinsForgetOnlyTheSubstance() {
        Reactor truth = new PhysicalSampler(5).reactor(ReactorType.CSTR, 0);
        Reactor twin = TaskScaling.nominalTwin(truth);
        assertThat(twin.get(ReactorParameter.VOLUME)).isEqualTo(truth.get(ReactorParameter.VOLUME));
        assertThat(twin.kinetics()).isEqualTo(Cstr.NOMINAL.kinetics());
    }
}
