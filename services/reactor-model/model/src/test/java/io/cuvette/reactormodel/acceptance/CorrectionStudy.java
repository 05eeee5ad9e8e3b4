package io.cuvette.reactormodel.acceptance;

import io.cuvette.reactormodel.correction.AdaptedReactor;
import io.cuvette.reactormodel.correction.Adapter;
import io.cuvette.reactormodel.correction.CorrectionStart;
import io.cuvette.reactormodel.correction.CorrectionTasks;
import io.cuvette.reactormodel.correction.CorrectionTasks.Misfit;
import io.cuvette.reactormodel.correction.DeclaredReactor;
import io.cuvette.reactormodel.estimation.ObservedRun;
import io.cuvette.reactormodel.meta.MetaAlgorithm;
import io.cuvette.reactormodel.meta.MetaSettings;
import io.cuvette.reactormodel.network.NetworkWeights;
import io.cuvette.reactormodel.reactor.Reactor;
import io.cuvette.reactormodel.reactor.ReactorType;
import io.cuvette.training.core.tensor.RandomStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a learned correction adds where the balances are wrong, beside a straight line. */
class CorrectionStudy {
    private static final int REACTORS = 6;

    static CorrectionStart start(long seed) throws Exception {
        return CorrectionStart.of(weights(seed));
    }

    private static NetworkWeights weights(long seed) throws Exception {
        return Trained.weights(
                "correction",
                CorrectionTasks.architecture(),
                new MetaSettings(MetaAlgorithm.REPTILE, 1000, 32, 40, 1e-3, 0.1, 0.05, 1),
                new CorrectionTasks(seed, 384),
                seed);
    }

    @Test
    void study() throws Exception {
        CorrectionStart start = start(1);
        CorrectionTasks unseen = new CorrectionTasks(2001, 384);
        for (ReactorType type : ReactorType.values()) {
            for (Misfit misfit : Misfit.values()) {
                for (int k : new int[] {5, 10, 20}) {
                    List<Double> plain = new ArrayList<>();
                    List<Double> linear = new ArrayList<>();
                    List<Double> network = new ArrayList<>();
                    StringBuilder chosen = new StringBuilder();
                    double seconds = 0;
                    for (int r = 0; r < REACTORS; r++) {
                        Reactor truth = unseen.truth(type, misfit, r, 0);
                        DeclaredReactor declared = CorrectionTasks.declared(truth);
                        RandomStream random = new RandomStream(r);
                        List<ObservedRun> runs =
                                CorrectionTasks.observe(truth, declared, k, random);
                        List<ObservedRun> test =
                                CorrectionTasks.observe(truth, declared, 300, random);
                        plain.add(
                                error(
                                        new Adapter(Optional.empty())
                                                .adapt(declared, runs.subList(0, 2)),
                                        test));
                        linear.add(
                                error(new Adapter(Optional.empty()).adapt(declared, runs), test));
                        long t0 = System.nanoTime();
                        AdaptedReactor with = new Adapter(Optional.of(start)).adapt(declared, runs);
                        seconds += (System.nanoTime() - t0) / 1e9 / REACTORS;
                        network.add(error(with, test));
                        chosen.append(with.heldOut().chosen().name().charAt(0)).append(' ');
                    }
                    System.out.printf(
                            "%-9s %-13s k=%2d  2 runs only %.2e  linear %.2e  network %.2e  %s %.2f s%n",
                            type,
                            misfit,
                            k,
                            median(plain),
                            median(linear),
                            median(network),
                            chosen,
                            seconds);
                }
            }
        }
    }

    static double error(AdaptedReactor adapted, List<ObservedRun> test) {
        List<double[][]> found =
                adapted.predict(
                        test.stream().map(ObservedRun::run).toList(),
                        test.stream().map(ObservedRun::timesH).toList());
        double[] scale = adapted.outputDeviations();
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

    private static double median(List<Double> values) {
        Collections.sort(values);
        return (values.get((values.size() - 1) / 2) + values.get(values.size() / 2)) / 2;
    }
}
