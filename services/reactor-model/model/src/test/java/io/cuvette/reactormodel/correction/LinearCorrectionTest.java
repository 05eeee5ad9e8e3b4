package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LinearCorrectionTest {
    private static final double[] UNIT = {0.1, 10};

    /** Of a reactor that loses heat, and the runs that it was fitted to. */
    private record Fit(LinearCorrection correction, DeclaredReactor declared, ObservedRun run) {}

    private static Fit fit(ReactorType type, boolean withLate) {
        Reactor truth = new CorrectionTasks(2001, 32).truth(type, Misfit.HEAT_LOSS, 1, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> runs = CorrectionTasks.observe(truth, declared, 20, new RandomStream(1));
        Base base = new Base(declared.nominal(), declared.measured());
        OutputScale scale = OutputScale.of(base, declared.region());
        RunEncoding encoding = new RunEncoding(base, declared.region(), scale);
        List<ObservedRun> learned = new ArrayList<>(runs);
        if (withLate) {
            double late = 3 * declared.region().windowH();
            for (ObservedRun run : runs) {
                double[] far = {late};
                double[] c = {50};
                double[] t = {2000};
                learned.add(new ObservedRun(run.run(), run.where(), far, c, t));
            }
        }
        LinearCorrection correction =
                LinearCorrection.fit(encoding, Residuals.of(base, learned), UNIT);
        return new Fit(correction, declared, runs.get(0));
    }

    private static double[][] at(Fit fit, double... timesH) {
        return fit.correction().at(List.of(fit.run().run()), List.of(timesH)).get(0);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void startsAtNothingAndGoesOnWithoutSteps(ReactorType type) {
        Fit fit = fit(type, false);
        double window = fit.declared().region().windowH();
        double[][] end = at(fit, window);

        double[][] beginning = at(fit, 1e-6 * window);

        assertThat(Math.abs(end[1][0])).isGreaterThan(0.1);
        assertThat(beginning[0][0]).isCloseTo(0, within(1e-4 * UNIT[0]));
        assertThat(beginning[1][0]).isCloseTo(0, within(1e-4 * UNIT[1]));
        for (double share : new double[] {0.1, 0.15, 0.5, 0.55, 0.9, 1}) {
            double[][] beside = at(fit, (share - 1e-7) * window, (share + 1e-7) * window);
            assertThat(beside[1][0]).isCloseTo(beside[1][1], within(1e-3));
        }
        // after the window as at its end
        assertThat(at(fit, 2 * window)[1][0]).isEqualTo(end[1][0]);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void whatIsMeasuredAfterTheWindowTeachesNothing(ReactorType type) {
        double window = fit(type, false).declared().region().windowH();

        assertThat(at(fit(type, true), window / 2, window))
                .isDeepEqualTo(at(fit(type, false), window / 2, window));
    }

    /**
     * A roll-out by tenths of a window adds up what the line says of tenths, not ten times it all.
     */
    @ParameterizedTest
    @EnumSource(value = ReactorType.class, names = "PLUG_FLOW", mode = EnumSource.Mode.EXCLUDE)
    void rolledOutByTenthsOfItsWindowItStaysNearTheWhole(ReactorType type) {
        Fit fit = fit(type, false);
        DeclaredReactor declared = fit.declared();
        Base base = new Base(declared.nominal(), declared.measured());
        AdaptedReactor model =
                new AdaptedReactor(
                        declared,
                        Optional.empty(),
                        base,
                        OutputScale.of(base, declared.region()),
                        fit.correction(),
                        1,
                        HeldOut.none(new double[2]));
        double window = declared.region().windowH();
        Run run = fit.run().run();
        double whole = model.follow(run, new double[] {window}).temperaturesK()[0];
        InitialState state = run.start();
        double tenths = 0;
        for (int i = 0; i < 10; i++) {
            Followed next = model.follow(new Run(state, run.inputs()), new double[] {window / 10});
            state = next.end();
            tenths = next.temperaturesK()[0];
        }
        double correction = Math.abs(whole - base.at(run, new double[] {window})[1][0]);
        assertThat(Math.abs(tenths - whole)).isLessThan(3 * correction + 1);
    }
}
