package io.cuvette.reactormodel.correction;

import static io.cuvette.reactormodel.correction.Adapting.WITHOUT_NETWORK;
import static io.cuvette.reactormodel.correction.Adapting.error;
import static io.cuvette.reactormodel.correction.Adapting.known;
import static io.cuvette.reactormodel.correction.Adapting.observe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.estimation.UnknownParameter;
import io.cuvette.reactormodel.reactor.OperatingRegion;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kinetics and orders that are declared as known and do not hold. */
class DoubtTest {
    private static final List<ReactorParameter> KINETICS =
            List.of(
                    ReactorParameter.PRE_EXPONENTIAL_FACTOR,
                    ReactorParameter.ACTIVATION_ENERGY,
                    ReactorParameter.REACTION_ENTHALPY);

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
}
