package io.cuvette.reactormodel.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.reactor.BatchReactor;
import io.cuvette.reactormodel.reactor.Cstr;
import io.cuvette.reactormodel.reactor.ParameterCheck;
import io.cuvette.reactormodel.reactor.PlugFlowReactor;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorParameter;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.reactormodel.simulation.Simulator;
import io.cuvette.reactormodel.simulation.Tolerances;
import io.cuvette.reactormodel.simulation.Trajectory;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PhysicalSamplerTest {
    private static final PhysicalSampler SAMPLER = new PhysicalSampler(11);

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void everyExperimentIsKeptAndPhysical(ReactorType type) {
        for (int index = 0; index < 4; index++) {
            Task task = SAMPLER.task(type, index);
            assertThat(task.samples()).isEqualTo(6_400);
            assertThat(task.reactor().check()).isEqualTo(ParameterCheck.PHYSICAL);
            assertThat(TaskStatistics.smallest(task.outputs(), 0, 2)).isGreaterThan(180);
            assertThat(TaskStatistics.largest(task.outputs(), 0, 2)).isLessThan(1_500);
            assertThat(TaskStatistics.smallest(task.outputs(), 1, 2)).isGreaterThanOrEqualTo(0);
            assertThat(TaskStatistics.largest(task.outputs(), 1, 2)).isLessThan(12);
        }
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void outputsAreThoseOfTheSimulator(ReactorType type) {
        Task task = SAMPLER.task(type, 5);
        Simulator tight = new Simulator(Simulator.Method.AUTO, Tolerances.TIGHT);
        for (int sample = 0; sample < task.samples(); sample += 797) {
            Trajectory run = tight.simulate(task.reactor(), task.run(sample), task.timesH());
            for (int time = 0; time < 10; time++) {
                assertThat(task.temperatureK(sample, time))
                        .isCloseTo(run.temperatureK(time, 0), within(0.05));
                assertThat(task.concentration(sample, time))
                        .isCloseTo(run.concentration(time, 0), within(1e-3));
            }
        }
    }

    @Test
    void drawsFillTheDocumentedRanges() {
        assertLogRange(ReactorType.CSTR, ReactorParameter.VOLUME, 0.1, 10);
        assertLogRange(ReactorType.CSTR, ReactorParameter.FLOW, 0.5, 50);
        assertRange(ReactorType.CSTR, ReactorParameter.FEED_TEMPERATURE, 270, 400);
        assertRange(ReactorType.CSTR, ReactorParameter.FEED_CONCENTRATION, 3.5, 8);
        assertRange(ReactorType.CSTR, ReactorParameter.PRE_EXPONENTIAL_FACTOR, 8.037e6, 8.883e6);
        assertLogRange(ReactorType.BATCH, ReactorParameter.VOLUME, 0.1, 10);
        assertLogRange(ReactorType.BATCH, ReactorParameter.PRE_EXPONENTIAL_FACTOR, 8.46e6, 8.46e8);
        assertRange(ReactorType.BATCH, ReactorParameter.ACTIVATION_ENERGY, 47_500, 52_500);
        assertRange(ReactorType.BATCH, ReactorParameter.REACTION_ENTHALPY, -12_075, -10_925);
        assertLogRange(ReactorType.PLUG_FLOW, ReactorParameter.VELOCITY, 1, 4);
        assertLogRange(ReactorType.PLUG_FLOW, ReactorParameter.HEAT_TRANSFER, 12.5, 50);
        assertLogRange(ReactorType.PLUG_FLOW, ReactorParameter.CROSS_SECTION, 2e-4, 0.02);
        assertLogRange(ReactorType.PLUG_FLOW, ReactorParameter.WALL_AREA, 1e-3, 0.1);
        assertRange(ReactorType.PLUG_FLOW, ReactorParameter.JACKET_TEMPERATURE, 273, 330);
        assertRange(ReactorType.PLUG_FLOW, ReactorParameter.DENSITY, 950, 1_050);
        assertRange(ReactorType.PLUG_FLOW, ReactorParameter.HEAT_CAPACITY, 0.21945, 0.24255);
    }

    @Test
    void smallVesselsAreHeatedLess() {
        for (int index = 0; index < 6; index++) {
            Task task = SAMPLER.task(ReactorType.BATCH, index);
            double volumeM3 = ((BatchReactor) task.reactor()).volumeM3();
            assertThat(TaskStatistics.largest(task.features(), 2, 4))
                    .isEqualTo(5e5 * Math.min(1, volumeM3));
            assertThat(TaskStatistics.smallest(task.features(), 2, 4))
                    .isEqualTo(-5e5 * Math.min(1, volumeM3));
        }
    }

    @Test
    void tanksAreNeverFedWithLessThanNothing() {
        for (int index = 0; index < 6; index++) {
            Task task = SAMPLER.task(ReactorType.CSTR, index);
            double feed = ((Cstr) task.reactor()).feedConcentrationKmolPerM3();
            assertThat(feed + TaskStatistics.smallest(task.features(), 3, 4))
                    .isGreaterThanOrEqualTo(0);
        }
    }

    @Test
    void atTheOutletTubesAreFollowedUntilWhatEntersComesOut() {
        PhysicalSampler outlet =
                new PhysicalSampler(
                        11, PhysicalSettings.STANDARD.withMeasured(MeasuredNode.OUTLET));
        Task task = outlet.task(ReactorType.PLUG_FLOW, 0);
        assertThat(task.timesH()).endsWith(1.0).hasSize(10);
        Trajectory run =
                Simulator.STANDARD.simulate(task.reactor(), task.run(6_399), task.timesH());
        for (int time = 0; time < 10; time++) {
            assertThat(task.concentration(6_399, time))
                    .isCloseTo(run.concentration(time, 8), within(1e-3));
        }
        assertThat(task.temperatureK(6_399, 9)).isCloseTo(run.temperatureK(9, 8), within(0.05));
        double first = task.concentration(100, 0);
        assertThat(task.concentration(100, 9)).isGreaterThan(10 * first);
        assertThat(outlet.task(ReactorType.CSTR, 0).timesH())
                .containsExactly(SAMPLER.task(ReactorType.CSTR, 0).timesH());
    }

    @Test
    void ordersAreDrawnAsAsked() {
        PhysicalSampler third =
                new PhysicalSampler(
                        3, PhysicalSettings.STANDARD.withOrders(new ReactionOrders.Fixed(3)));
        assertThat(third.task(ReactorType.BATCH, 0).reactor().kinetics().reactionOrder())
                .isEqualTo(3);
        PhysicalSettings fractional =
                PhysicalSettings.STANDARD.withOrders(new ReactionOrders.Uniform(0.5, 2.5));
        double[] orders = values(ReactorType.CSTR, ReactorParameter.REACTION_ORDER, fractional);
        assertThat(TaskStatistics.smallest(orders, 0, 1)).isBetween(0.5, 0.55);
        assertThat(TaskStatistics.largest(orders, 0, 1)).isBetween(2.45, 2.5);
        // and everything else as without: the rate with 2 kmol/m3 stays
        Reactor plain = reactor(ReactorType.CSTR, 7, PhysicalSettings.STANDARD);
        Reactor other = reactor(ReactorType.CSTR, 7, fractional);
        double n = other.kinetics().reactionOrder();
        assertThat(other.kinetics().rateConstantAt(400) * Math.pow(2, n))
                .isCloseTo(plain.kinetics().rateConstantAt(400) * 4, within(1e-9));
        assertThat(new PhysicalSampler(3, fractional).task(ReactorType.BATCH, 0).samples())
                .isEqualTo(6_400);
        assertThatThrownBy(() -> new ReactionOrders.Fixed(4)).hasMessageContaining("order is 4.0");
        assertThatThrownBy(() -> new ReactionOrders.Uniform(0.4, 1))
                .hasMessageContaining("lowest is 0.4");
        assertThatThrownBy(() -> new ReactionOrders.Uniform(2, 1))
                .hasMessageContaining("exchange them");
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void hiddenPhysicsChangesOutputsAlone(ReactorType type) {
        for (HiddenPhysics hidden : List.of(HiddenPhysics.HEAT_LOSS, HiddenPhysics.SIDE_REACTION)) {
            Task plain = SAMPLER.task(type, 4);
            Task task =
                    new PhysicalSampler(11, PhysicalSettings.STANDARD.withHidden(hidden))
                            .task(type, 4);
            assertThat(task.reactor().withExtra(plain.reactor().extra()))
                    .isEqualTo(plain.reactor());
            assertThat(Arrays.equals(task.features(), plain.features())).isTrue();
            assertThat(distance(task.outputs(), plain.outputs(), hidden)).isGreaterThan(0.02);
        }
    }

    @Test
    void theSameExperimentsInTheNominalReactorAreWhatIsKnownBefore() {
        Task task = SAMPLER.task(ReactorType.CSTR, 2);
        Task nominal = task.in(Cstr.NOMINAL, Tolerances.of(1e-5));
        assertThat(nominal.features()).isSameAs(task.features());
        Trajectory run = Simulator.STANDARD.simulate(Cstr.NOMINAL, task.run(77), task.timesH());
        assertThat(nominal.temperatureK(77, 9)).isCloseTo(run.temperatureK(9, 0), within(1e-2));
        assertThatThrownBy(() -> task.in(BatchReactor.NOMINAL, Tolerances.STANDARD))
                .hasMessageContainingAll("BATCH", "CSTR");
        Task deviating = new PaperSampler(1).heldOutTask(ReactorType.CSTR, 0);
        Task of = deviating.in(deviating.reactor(), Tolerances.of(1e-8));
        // the paper's Euler steps against ours
        assertThat(of.temperatureK(5_900, 9))
                .isCloseTo(deviating.temperatureK(5_900, 9), within(1.0));
        assertThat(SAMPLER.nominalTask(ReactorType.PLUG_FLOW).reactor())
                .isEqualTo(PlugFlowReactor.NOMINAL);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void theSameSeedGivesTheSameBitsOnAnyThread(ReactorType type) throws InterruptedException {
        List<Task> parallel = SAMPLER.tasks(type, 8, 4, 2);
        for (int i = 0; i < 4; i++) {
            Task again = new PhysicalSampler(11).task(type, 8 + i);
            assertThat(parallel.get(i).reactor()).isEqualTo(again.reactor());
            assertThat(Arrays.equals(parallel.get(i).outputs(), again.outputs())).isTrue();
        }
        assertThat(new PhysicalSampler(12).task(type, 8).reactor())
                .isNotEqualTo(parallel.get(0).reactor());
    }

    @Test
    void tasksStayWhatTheyWere() {
        // stored by the first release: models are trained on the tasks of a seed
        Task tank = SAMPLER.task(ReactorType.CSTR, 0);
        assertThat(tank.reactor().get(ReactorParameter.VOLUME)).isEqualTo(0.41245994824546733);
        assertThat(tank.reactor().get(ReactorParameter.REACTION_ENTHALPY))
                .isEqualTo(-11508.455850235923);
        assertThat(tank.temperatureK(3_000, 9)).isCloseTo(458.213369, within(2e-4));
        assertThat(tank.concentration(3_000, 9)).isCloseTo(1.45307836, within(2e-6));
        Task tube = SAMPLER.task(ReactorType.PLUG_FLOW, 0);
        assertThat(tube.reactor().get(ReactorParameter.WALL_AREA)).isEqualTo(0.008307163119796184);
        assertThat(tube.temperatureK(3_000, 9)).isCloseTo(475.467236, within(2e-4));
        assertThat(tube.concentration(3_000, 9)).isCloseTo(0.301386115, within(2e-6));
        assertThat(SAMPLER.task(ReactorType.BATCH, 0).reactor().kinetics().preExponentialFactor())
                .isEqualTo(1.9155121096255565E8);
    }

    @Test
    void shapesThatDisagreeAreNamed() {
        assertThatThrownBy(
                        () ->
                                new Task(
                                        Cstr.NOMINAL,
                                        MeasuredNode.FIRST,
                                        StateOrigin.ZERO,
                                        new double[2],
                                        new double[8],
                                        new double[4]))
                .hasMessageContainingAll("8 features", "2 times", "4 outputs");
    }

    private static double distance(double[] some, double[] others, HiddenPhysics hidden) {
        int column = hidden == HiddenPhysics.HEAT_LOSS ? 0 : 1;
        return IntStream.range(0, some.length)
                .filter(i -> i % 2 == column)
                .mapToDouble(i -> Math.abs(some[i] - others[i]))
                .max()
                .orElseThrow();
    }

    private static Reactor reactor(ReactorType type, long seed, PhysicalSettings settings) {
        return new PhysicalReactors(new RandomStream(seed), settings).draw(type, 0.05);
    }

    private static double[] values(
            ReactorType type, ReactorParameter parameter, PhysicalSettings settings) {
        return IntStream.range(0, 1_000)
                .mapToDouble(seed -> reactor(type, seed, settings).get(parameter))
                .toArray();
    }

    private static void assertLogRange(
            ReactorType type, ReactorParameter parameter, double lower, double upper) {
        double[] values = values(type, parameter, PhysicalSettings.STANDARD);
        assertWithin(
                parameter, Arrays.stream(values).map(Math::log), Math.log(lower), Math.log(upper));
    }

    private static void assertRange(
            ReactorType type, ReactorParameter parameter, double lower, double upper) {
        double[] values = values(type, parameter, PhysicalSettings.STANDARD);
        assertWithin(parameter, Arrays.stream(values), lower, upper);
    }

    private static void assertWithin(
            ReactorParameter parameter, DoubleStream drawn, double lower, double upper) {
        double[] values = drawn.toArray();
        double margin = 0.02 * Math.abs(upper - lower);
        double rounding = 1e-9 * margin;
        assertThat(TaskStatistics.smallest(values, 0, 1))
                .describedAs("%s", parameter)
                .isBetween(lower - rounding, lower + margin);
        assertThat(TaskStatistics.largest(values, 0, 1))
                .describedAs("%s", parameter)
                .isBetween(upper - margin, upper + rounding);
        assertThat(TaskStatistics.mean(values, 0, 1))
                .describedAs("%s", parameter)
                .isCloseTo((lower + upper) / 2, within(2.5 * margin));
    }
}
