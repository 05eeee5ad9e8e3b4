package io.cuvette.reactormodel.correction;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.InitialState;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is predicted of a run never depends on what else is asked for. */
class RowsTest {
    private static final int RUNS = 70;

    /** The correction is one of a kind, fitted to runs or drawn. */
    private static AdaptedReactor model(ReactorType type, CorrectionKind kind) {
        Reactor truth =
                new CorrectionTasks(1, 32).truth(type, CorrectionTasks.Misfit.HEAT_LOSS, 1, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> runs = CorrectionTasks.observe(truth, declared, 6, new RandomStream(1));
        AdaptedReactor model = new Adapter(Optional.empty()).adapt(declared, runs);
        Base base = new Base(model.reactor(), declared.measured());
        RunEncoding encoding = new RunEncoding(base, model.declared().region(), model.scale());
        double[] unit = {0.1, 10};
        NetworkWeights drawn = NetworkWeights.untrained(CorrectionTasks.architecture(), 3);
        Correction correction =
                switch (kind) {
                    case NONE -> new NoCorrection();
                    case LINEAR -> LinearCorrection.fit(encoding, Residuals.of(base, runs), unit);
                    case NETWORK ->
                            new NetworkCorrection(
                                    encoding, NetworkWeights.sideBySide(drawn, drawn), unit);
                };
        return new AdaptedReactor(
                model.declared(),
                model.estimate(),
                base,
                model.scale(),
                correction,
                1,
                model.heldOut());
    }

    private static List<Run> runs(AdaptedReactor model, int count) {
        RandomStream random = new RandomStream(5);
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            runs.add(OutputScale.draw(model.reactor().type(), model.declared().region(), random));
        }
        return runs;
    }

    /** The usual times, or others, by the number of the run. */
    private static double[] times(AdaptedReactor model, int run) {
        double window = model.declared().region().windowH();
        return switch (run % 3) {
            case 0 -> OutputScale.grid(window, RunEncoding.STEPS);
            case 1 -> OutputScale.grid(window, 3);
            default -> new double[] {0.013 * window, 0.5 * window, 1.5 * window};
        };
    }

    private static void assertSame(Prediction one, Prediction other) {
        assertThat(one.concentrationsKmolPerM3()).isEqualTo(other.concentrationsKmolPerM3());
        assertThat(one.temperaturesK()).isEqualTo(other.temperaturesK());
        assertThat(one.concentrationHalfWidths()).isEqualTo(other.concentrationHalfWidths());
        assertThat(one.temperatureHalfWidths()).isEqualTo(other.temperatureHalfWidths());
        assertThat(one.calibrated()).isEqualTo(other.calibrated());
        assertThat(one.outside()).isEqualTo(other.outside());
    }

    @Property(tries = 18)
    void anySubsetInAnyOrderHasTheSameBits(
            @ForAll ReactorType type,
            @ForAll CorrectionKind kind,
            @ForAll @IntRange(min = 1, max = RUNS) int size,
            @ForAll long seed) {
        AdaptedReactor model = model(type, kind);
        List<Run> runs = runs(model, RUNS);
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(seed));
        List<Integer> rows = order.subList(0, size);
        List<Prediction> together =
                model.predict(
                        rows.stream().map(runs::get).toList(),
                        rows.stream().map(row -> times(model, row)).toList(),
                        0.7);
        for (int i = 0; i < size; i++) {
            int row = rows.get(i);
            assertSame(together.get(i), model.predict(runs.get(row), times(model, row), 0.7));
        }
    }

    @ParameterizedTest
    @EnumSource(CorrectionKind.class)
    void runsThatFailLeaveTheOthersAsTheyAre(CorrectionKind kind) {
        AdaptedReactor model = model(ReactorType.CSTR, kind);
        List<Run> runs = runs(model, Attempt.BLOCK + 4);
        Run runaway = new Run(InitialState.of(1000, 900), runs.get(0).inputs());
        runs.set(2, runaway);
        runs.set(Attempt.BLOCK - 1, runaway);
        double[] times = times(model, 1);

        List<Attempt> attempts =
                Attempt.all(model, runs, Collections.nCopies(runs.size(), times), 0.7);

        assertThat(attempts).hasSameSizeAs(runs);
        for (int row = 0; row < runs.size(); row++) {
            if (row == 2 || row == Attempt.BLOCK - 1) {
                assertThat(attempts.get(row))
                        .isInstanceOfSatisfying(
                                Attempt.NotFollowed.class,
                                failed ->
                                        assertThat(failed.reason().timeH())
                                                .isLessThan(times[times.length - 1]));
            } else {
                Attempt.Predicted found = (Attempt.Predicted) attempts.get(row);
                assertSame(found.prediction(), model.predict(runs.get(row), times, 0.7));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CorrectionKind.class)
    void nothingAskedIsNothingAnswered(CorrectionKind kind) {
        AdaptedReactor model = model(ReactorType.BATCH, kind);
        assertThat(model.predict(List.of(), List.of())).isEmpty();
        assertThat(Attempt.all(model, List.of(), List.of(), 0.7)).isEmpty();
    }
}
