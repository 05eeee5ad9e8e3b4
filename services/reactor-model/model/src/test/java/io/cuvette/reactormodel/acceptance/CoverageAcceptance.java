package io.cuvette.reactormodel.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.cuvette.reactormodel.adaptation.FineTuning;
import io.cuvette.reactormodel.adaptation.WindowAdapter;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.Bands;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.ReactorModel;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.task.PhysicalSampler;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often bands hold whole new runs: the default's of reactors that lose heat, the paper's
 * network's of unseen ones, 20 runs each. Takes some minutes; run by name.
 */
class CoverageAcceptance {
    private static final int REACTORS = 12;
    private static final int RUNS = 20;
    private static final int NEW_RUNS = 100;
    private static final double[] LEVELS = {0.8, 0.9};

    /** A model and runs that it has not seen. */
    private record Judged(ReactorModel model, List<ObservedRun> runs) {}

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void ofTheDefault(ReactorType type) throws Exception {
        CorrectionTasks family = new CorrectionTasks(2002, REACTORS);
        Adapter adapter = new Adapter(Optional.of(ShippedModels.correctionStart()));
        List<Judged> judged = new ArrayList<>();
        for (int r = 0; r < REACTORS; r++) {
            Reactor truth = family.truth(type, Misfit.HEAT_LOSS, r, 0);
            DeclaredReactor declared = CorrectionTasks.declared(truth);
            judged.add(
                    new Judged(
                            adapter.adapt(declared, observe(truth, declared, RUNS, r)),
                            observe(truth, declared, NEW_RUNS, 100 + r)));
        }
        judge("default", type, judged);
    }

    private static List<ObservedRun> observe(
            Reactor truth, DeclaredReactor declared, int count, long seed) {
        return CorrectionTasks.observe(truth, declared, count, new RandomStream(seed));
    }

    @ParameterizedTest
    @EnumSource(ReactorType.class)
    void ofTheWindowNetwork(ReactorType type) {
        WindowAdapter dataOnly = new WindowAdapter(FineTuning.REFERENCE, List.of(0.0));
        List<Judged> judged = new ArrayList<>();
        for (Unseen u : Unseen.reactors(new PhysicalSampler(2001), type, REACTORS)) {
            DeclaredReactor declared = CorrectionTasks.declared(u.task().reactor());
            judged.add(
                    new Judged(
                            dataOnly.adapt(
                                    ShippedModels.window().weights(),
                                    declared,
                                    u.observed(RUNS),
                                    1),
                            u.testRuns().subList(0, NEW_RUNS)));
        }
        judge("window", type, judged);
    }

    private static void judge(String method, ReactorType type, List<Judged> judged) {
        for (double level : LEVELS) {
            double sum = 0;
            double least = 1;
            double most = 0;
            for (Judged one : judged) {
                int held = Bands.held(one.model(), one.runs(), level);
                double share = held / (double) one.runs().size();
                sum += share / judged.size();
                least = Math.min(least, share);
                most = Math.max(most, share);
            }
            System.out.printf(
                    "%s %s level %.1f: held %.3f, reactors %.2f to %.2f%n",
                    method, type, level, sum, least, most);
            // 20 runs calibrate a reactor to a deviation of about .08; bands of networks are of
            // folds that learn from less than the model, and hold more
            assertThat(sum).isBetween(level - 0.05, 1 - (1 - level) / 5);
        }
    }
}
