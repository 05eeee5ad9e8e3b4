package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.correction.HeldOut;
import io.cuvette.reactormodel.correction.OutputScale;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.meta.TaskSource;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.program.ShippedModels;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.reactormodel.simulation.MeasuredNode;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What learned corrections add where the balances are wrong, beside a straight line: one network
 * for all reactors, and the shipped experts. Takes about half an hour; run by name. A letter a
 * reactor and arm says what held-out runs chose, a star that they doubted what was declared as
 * known.
 */
class CorrectionStudy {
    private static final int REACTORS = 6;

    private static final int TASKS = 1000;
    private static final int WINDOWS = 384;
    private static final int[] SHOTS = {5, 10, 20};
    private static final long SEED = 1;

    static CorrectionStart start(long seed) throws Exception {
        return CorrectionStart.of(
                weights("correction", TASKS, new CorrectionTasks(seed, WINDOWS), seed));
    }

    /** A reactor's type, and of tubes where they are measured. */
    private record Kind(ReactorType type, MeasuredNode measured) {
        static final List<Kind> ALL =
                List.of(
                        new Kind(ReactorType.CSTR, MeasuredNode.FIRST),
                        new Kind(ReactorType.BATCH, MeasuredNode.FIRST),
                        new Kind(ReactorType.PLUG_FLOW, MeasuredNode.FIRST),
                        new Kind(ReactorType.PLUG_FLOW, MeasuredNode.OUTLET));

        @Override
        public String toString() {
            return measured == MeasuredNode.OUTLET ? "OUTLET" : type.name();
        }
    }

    private static NetworkWeights weights(String name, int count, TaskSource tasks, long seed)
            throws Exception {
        return Trained.weights(
                name,
                CorrectionTasks.architecture(),
                new MetaSettings(MetaAlgorithm.REPTILE, count, 32, 40, 1e-3, 0.1, 0.05, 1),
                tasks,
                seed);
    }

    @Test
    void study() throws Exception {
        Map<String, Adapter> arms = new LinkedHashMap<>();
        arms.put("linear", new Adapter(Optional.empty()));
        arms.put("network", new Adapter(Optional.of(start(SEED))));
        arms.put("shipped", new Adapter(Optional.of(ShippedModels.correctionStart())));
        CorrectionTasks unseen = new CorrectionTasks(2001, WINDOWS);
        ErrorTable all = new ErrorTable();
        for (Kind kind : Kind.ALL) {
            for (Misfit misfit : Misfit.values()) {
                for (int k : SHOTS) {
                    Map<String, double[]> errors = new LinkedHashMap<>();
                    StringBuilder chosen = new StringBuilder();
                    for (int r = 0; r < REACTORS; r++) {
                        Reactor truth = unseen.truth(kind.type(), kind.measured(), misfit, r, 0);
                        DeclaredReactor declared = CorrectionTasks.declared(truth, kind.measured());
                        RandomStream random = new RandomStream(r);
                        List<ObservedRun> runs =
                                CorrectionTasks.observe(truth, declared, k, random);
                        List<ObservedRun> test =
                                CorrectionTasks.observe(truth, declared, 300, random);
                        chosen.append(' ');
                        for (String arm : arms.keySet()) {
                            AdaptedReactor adapted = arms.get(arm).adapt(declared, runs);
                            errors.computeIfAbsent(arm, name -> new double[REACTORS])[r] =
                                    error(adapted, test);
                            HeldOut held = adapted.heldOut();
                            chosen.append(held.chosen().name().charAt(0))
                                    .append(held.doubted().isEmpty() ? "" : "*");
                        }
                        errors.computeIfAbsent("balances", name -> new double[REACTORS])[r] =
                                error(arms.get("linear").adapt(declared, runs.subList(0, 2)), test);
                    }
                    StringBuilder line = new StringBuilder();
                    errors.forEach(
                            (arm, its) -> {
                                all.add(kind + "-" + misfit + "-" + arm, k, SEED, its);
                                line.append("  %s %.2e".formatted(arm, ErrorTable.median(its)));
                            });
                    System.out.printf("%-9s %-13s k=%2d%s %s%n", kind, misfit, k, line, chosen);
                }
            }
        }
        all.write(Trained.FOLDER.resolve("correction-study.csv"));
    }

    static double error(AdaptedReactor adapted, List<ObservedRun> test) {
        List<double[][]> found =
                adapted.predict(
                        test.stream().map(ObservedRun::run).toList(),
                        test.stream().map(ObservedRun::timesH).toList());
        // by the declaration: the same unit for all models of a reactor
        double[] scale = OutputScale.of(adapted.declared()).deviation();
        double sum = 0;
        int count = 0;
        for (int i = 0; i < found.size(); i++) {
            for (int t = 0; t < test.get(i).times(); t++) {
                double c =
                        (found.get(i)[0][t] - test.get(i).concentrationsKmolPerM3()[t]) / scale[0];
                double k = (found.get(i)[1][t] - test.get(i).temperaturesK()[t]) / scale[1];
                sum += c * c + k * k;
                count += 2;
            }
        }
        return sum / count;
    }
}
