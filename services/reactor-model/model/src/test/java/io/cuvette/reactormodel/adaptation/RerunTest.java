package io.cuvette.reactormodel.adaptation;

import static io.cuvette.reactormodel.adaptation.WindowRuns.GRID;
import static io.cuvette.reactormodel.adaptation.WindowRuns.exact;
import static io.cuvette.reactormodel.adaptation.WindowRuns.observe;
import static io.cuvette.reactormodel.adaptation.WindowRuns.untrained;
import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.Prediction;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.Run;
import io.cuvette.training.core.tensor.RandomStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same runs and seeds make the same model, and its files too, to the bit. */
class RerunTest {
    @TempDir Path folder;

    /** Measured with 1 % of noise, and a value missing. */
    private static List<ObservedRun> noisy(List<ObservedRun> exact) {
        RandomStream random = new RandomStream(17);
        return exact.stream()
                .map(
                        run -> {
                            double[] c = run.concentrationsKmolPerM3();
                            double[] t = run.temperaturesK();
                            Arrays.setAll(c, i -> c[i] + 0.03 * random.nextGaussian());
                            Arrays.setAll(t, i -> t[i] + 3 * random.nextGaussian());
                            c[random.nextInt(c.length)] = Double.NaN;
                            return new ObservedRun(run.run(), run.where(), run.timesH(), c, t);
                        })
                .toList();
    }

    private void assertTheSameTwice(Supplier<ReactorModel> adaptation, List<ObservedRun> runs)
            throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path again = Files.createDirectory(folder.resolve("again"));
        ReactorModel model = adaptation.get();
        List<String> files = ReactorModelFolder.write(model, first);
        assertThat(ReactorModelFolder.write(adaptation.get(), again)).isEqualTo(files);
        for (String file : files) {
            assertThat(Files.readAllBytes(again.resolve(file)))
                    .as(file)
                    .isEqualTo(Files.readAllBytes(first.resolve(file)));
        }

        ReactorModel read = ReactorModelFolder.read(again);
        double window = model.declared().region().windowH();
        double[] times = {0.013 * window, 0.4 * window, 1.2 * window};
        List<Run> all = runs.stream().map(ObservedRun::run).toList();
        List<double[]> same = Collections.nCopies(all.size(), times);
        for (double level : new double[] {0.5, 0.99}) {
            List<Prediction> before = model.predict(all, same, level);
            List<Prediction> after = read.predict(all, same, level);
            for (int i = 0; i < all.size(); i++) {
                assertThat(bits(after.get(i))).isEqualTo(bits(before.get(i)));
                assertThat(after.get(i).calibrated()).isEqualTo(before.get(i).calibrated());
            }
        }
    }

    private static double[][] bits(Prediction p) {
        return new double[][] {
            p.concentrationsKmolPerM3(),
            p.temperaturesK(),
            p.concentrationHalfWidths(),
            p.temperatureHalfWidths()
        };
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void defaultAdaptationsFromNoisyRunsWithANetworkAreTheSameTwice(ReactorType type)
            throws IOException {
        Reactor truth = new CorrectionTasks(2001, 10).truth(type, Misfit.HEAT_LOSS, 1, 0);
        DeclaredReactor declared = CorrectionTasks.declared(truth);
        List<ObservedRun> runs =
                noisy(CorrectionTasks.observe(truth, declared, 5, new RandomStream(4)));
        NetworkWeights start = NetworkWeights.untrained(CorrectionTasks.architecture(), 3);
        Adapter adapter = new Adapter(Optional.of(CorrectionStart.of(start)));
        assertTheSameTwice(() -> adapter.adapt(declared, runs), runs);
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void windowAdaptationsFromNoisyRunsAreTheSameTwice(ReactorType type) throws IOException {
        DeclaredReactor declared = exact(type.nominal());
        List<ObservedRun> runs = noisy(observe(declared, type.nominal(), 5, 1, GRID));
        WindowAdapter adapter = new WindowAdapter(new FineTuning(30, 1e-3), List.of(0.0, 1.0));
        assertTheSameTwice(() -> adapter.adapt(untrained(2), declared, runs, 7), runs);
    }
}
